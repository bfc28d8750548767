from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.approvals.operations import ask_approval
from makegood.approvals.queries import may_grant_alone
from makegood.cases.models import Case
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import Invalid, NotAllowed, Refusal, SomebodyWasFaster
from makegood.kit.money import Money
from makegood.people.models import Staff
from makegood.recovery.events import OfferProposed, OfferSentForApproval
from makegood.recovery.models import Offer, OfferOption, PolicyVersion, RemedyKind
from makegood.recovery.operations.holds import reserve_for
from makegood.recovery.operations.move import move, remember
from makegood.recovery.permissions import may_propose
from makegood.recovery.queries.history import promised_on
from makegood.recovery.rules.costs import Holding, to_reserve
from makegood.recovery.rules.states import OfferStatus

OFFER_DAYS = 14
MOST = 10**11  # a billion yuan: anything above is a slip of the hand


@dataclass(frozen=True)
class Wanted:
    """One remedy to put into an offer; ``amount`` in fen (or points), 0 for a remedy without one."""

    remedy: RemedyKind
    amount: int = 0
    is_included: bool = False
    row: str = ""


@dataclass(frozen=True)
class Grounds:
    """What an offer rests on: the policy, the facts it was asked about, and the rows that answered."""

    source: str = Offer.Source.STAFF
    policy: PolicyVersion | None = None
    facts: dict[str, Any] | None = None
    reasons: Sequence[str] = ()
    clock_id: int | None = None
    verdict: int = 1


@transaction.atomic
def propose(
    case: Case, wanted: Sequence[Wanted], *, by: Actor, at: datetime, note: str = "", grounds: Grounds | None = None,
    after: int | None = None,
) -> Offer:  # fmt: skip
    """Offer ``wanted`` for a case: reserves budget and stock, and asks approval above the proposer's limit.

    The limit is compared with all that still stands for the case, so that splitting helps nobody. ``after``
    is the newest offer that the proposer saw (0: none): a second click reserves nothing. Raises SomebodyWasFaster,
    BudgetExhausted, NoBudget, Invalid, NotAllowed.
    """
    _check(wanted)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)  # two proposals at once count each other
    if after is not None and after != newest_offer(case):
        raise SomebodyWasFaster
    grounds = grounds or Grounds()
    _must_be_allowed(case, grounds, by=by)
    days = grounds.policy.offer_days if grounds.policy else OFFER_DAYS
    offer = Offer.objects.create(
        case=case, branch=case.branch, customer_id=case.customer_id, policy=grounds.policy, source=grounds.source,
        facts=grounds.facts or {}, reasons=list(grounds.reasons), note=note, clock_id=grounds.clock_id,
        verdict=grounds.verdict,
        actor_kind=by.kind.value, actor_id=by.id, proposed_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    options = _add_options(offer, wanted)
    _weigh(offer, options)
    reserve_for(offer, holds_needed(options), by=by, at=at)
    remember(offer, "", by=by, at=at, reason=note)
    journal.record(OfferProposed(offer.pk, case.pk, offer.branch_id, str(grounds.source)), by=by, at=at)
    _ask_above_the_limit(offer, case, by=by, at=at)
    return offer


def newest_offer(case: Case) -> int:
    """The id of the case's newest offer, 0 when there is none."""
    return Offer.objects.filter(case=case).order_by("-pk").values_list("pk", flat=True).first() or 0


def _must_be_allowed(case: Case, grounds: Grounds, *, by: Actor) -> None:
    """A broken guarantee is made good even after closing; whoever is complained about offers nothing."""
    if case.is_ended and grounds.source != Offer.Source.GUARANTEE:
        raise Refusal(_("This case is closed. Reopen it before you offer something."))
    if by.kind is ActorKind.STAFF and by.id == case.accused_id:
        raise NotAllowed


def _check(wanted: Sequence[Wanted]) -> None:
    if not wanted:
        raise Invalid(_("Choose at least one remedy."), field="remedy")
    for one in wanted:
        if not one.remedy.is_active:
            raise Invalid(
                _("%(remedy)s is no longer in use. Choose another remedy."), field="remedy", remedy=one.remedy
            )
        if one.amount < 0 or one.amount > MOST or (one.remedy.has_amount and not one.amount):
            raise Invalid(_("Enter an amount greater than zero."), field="amount")
        if one.amount and not one.remedy.has_amount:
            raise Invalid(_("%(remedy)s has no amount. Leave it empty."), field="amount", remedy=one.remedy)


def _add_options(offer: Offer, wanted: Sequence[Wanted]) -> list[OfferOption]:
    return OfferOption.objects.bulk_create(
        _option(offer, position, one, one.remedy.holding(one.amount, offer.currency))
        for position, one in enumerate(wanted, start=1)
    )


def _option(offer: Offer, position: int, one: Wanted, holding: Holding) -> OfferOption:
    return OfferOption(
        offer=offer, position=position, remedy=one.remedy, is_included=one.is_included, amount=one.amount,
        cost=one.remedy.cost_of(one.amount), worth=one.remedy.value_of(one.amount), unit=holding.unit,
        held=holding.amount, row=one.row,
    )  # fmt: skip


def holds_needed(options: Sequence[OfferOption]) -> dict[str, int]:
    return to_reserve(
        (Holding(o.unit, o.held) for o in options if not o.is_included),
        alone=(Holding(o.unit, o.held) for o in options if o.is_included),
    )


def _weigh(offer: Offer, options: Sequence[OfferOption]) -> None:
    """What the offer may be worth and cost at most: its dearest choice and everything that comes with it."""
    for field in ("worth", "cost"):
        dearest = max((getattr(o, field) for o in options if not o.is_included), default=0)
        setattr(offer, field, dearest + sum(getattr(o, field) for o in options if o.is_included))
    Offer.objects.filter(pk=offer.pk).update(worth=offer.worth, cost=offer.cost)


def _ask_above_the_limit(offer: Offer, case: Case, *, by: Actor, at: datetime) -> None:
    total = Money(promised_on(offer.case_id), offer.currency)
    if may_promise_alone(by, total, offer.policy):
        return
    request = ask_approval(
        kind="remedy", subject=("offer", offer.pk), amount=total, by=by, at=at, branch_id=offer.branch_id,
        reason=offer.note, recused=[case.accused_id] if case.accused_id else (),
    )  # fmt: skip
    move(offer, OfferStatus.WAITING_FOR_APPROVAL, by=by, at=at, approval_id=request.pk)
    journal.record(OfferSentForApproval(offer.pk, offer.case_id, offer.branch_id), by=by, at=at)


def may_promise_alone(by: Actor, total: Money, policy: PolicyVersion | None) -> bool:
    """Whether nobody else must agree. Raises NotAllowed for those who may not propose at all."""
    if by.kind is not ActorKind.STAFF or by.id is None:
        return policy is not None and total.minor <= policy.automatic_limit
    staff = Staff.objects.select_related("branch").get(pk=by.id)
    if not may_propose(staff):
        raise NotAllowed
    return may_grant_alone(staff, "remedy", total)
