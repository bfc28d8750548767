from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.cases.models import Case
from makegood.kit.actor import SYSTEM, Actor
from makegood.ledger.models import BudgetExhausted, NoBudget
from makegood.recovery.events import RemedyNotCovered
from makegood.recovery.models import Offer, PolicyVersion, RemedyKind
from makegood.recovery.models.refusals import NoPolicy
from makegood.recovery.operations.propose import Grounds, Wanted, propose
from makegood.recovery.operations.send_offer import send_offer
from makegood.recovery.queries.history import facts_of
from makegood.recovery.queries.suggest import Suggestion, suggest
from makegood.recovery.rules.states import OfferStatus


@transaction.atomic
def propose_for_breach(
    case: Case, *, clock_id: int, verdict: int = 1, guarantee: str, remedy_code: str, at: datetime, by: Actor = SYSTEM
) -> Offer | None:
    """Make good a broken guarantee by itself, once a breach (N1, D6): proposed, and sent within the automatic limit.

    A clock whose breach was withdrawn and that is broken after all (a later ``verdict``) is made good again, if what
    was offered before was cancelled with the withdrawal; what the customer has answered, or may answer, stands.

    ``remedy_code`` is the remedy the guarantee names; empty leaves the choice to the policy. None when nothing
    is due, or when no budget covers it: then RemedyNotCovered is journalled and a person must act. Repeatable.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    known = Offer.objects.filter(clock_id=clock_id).order_by("-pk").first()
    if known is not None and (known.verdict >= verdict or known.status != OfferStatus.CANCELLED):
        return known
    suggestion = _suggestion(case, guarantee, at)
    wanted = _wanted(suggestion, remedy_code)
    if not wanted:
        return None
    try:
        with transaction.atomic():
            offer = propose(case, wanted, by=by, at=at, grounds=_grounds(suggestion, clock_id, verdict))
    except (BudgetExhausted, NoBudget) as refused:
        journal.record(RemedyNotCovered(case.pk, case.branch_id, clock_id, refused.code), by=by, at=at)
        return None
    return send_offer(offer, by=by, at=at) if offer.status == OfferStatus.PROPOSED else offer


def _suggestion(case: Case, guarantee: str, at: datetime) -> Suggestion | None:
    try:
        return suggest(facts_of(case, at=at, guarantee=guarantee))
    except NoPolicy:
        return None


def _wanted(suggestion: Suggestion | None, remedy_code: str) -> list[Wanted]:
    """The named remedy at the policy's amount, or at its usual amount where the policy does not speak of it."""
    choices = suggestion.choices if suggestion else ()
    found = [Wanted(s.remedy, s.amount, row=s.row) for s in choices if s.remedy.code == remedy_code or not remedy_code]
    if not found and (kind := _kind(remedy_code)):
        found = [Wanted(kind, kind.default_amount if kind.has_amount else 0)]
    if not found:
        return []
    included = suggestion.included if suggestion else ()
    return found + [
        Wanted(s.remedy, s.amount, is_included=True, row=s.row) for s in included if s.remedy.code != remedy_code
    ]


def _kind(code: str) -> RemedyKind | None:
    kind = RemedyKind.objects.filter(code=code, is_active=True).select_related("stock_item").first()
    return kind if kind and (kind.default_amount or not kind.has_amount) else None


def _grounds(suggestion: Suggestion | None, clock_id: int, verdict: int) -> Grounds:
    policy: PolicyVersion | None = suggestion.policy if suggestion else None
    rows: Sequence[str] = [row for row, _why in suggestion.why] if suggestion else []
    facts = suggestion.facts.as_data() if suggestion else None
    return Grounds(Offer.Source.GUARANTEE, policy, facts, rows, clock_id, verdict)
