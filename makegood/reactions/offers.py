"""An offer was put, answered, delivered: move its clocks, deliver it, tell people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.approvals.events import ApprovalAgreed, ApprovalAsked, ApprovalRefused
from makegood.approvals.models import ApprovalRequest
from makegood.approvals.queries import who_may_agree
from makegood.cases.operations import make_tracking_link
from makegood.cases.queries import language_of
from makegood.commitments.operations import Signal, hear
from makegood.conversations.operations import write_message
from makegood.journal import Event, on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.notices.operations import tell
from makegood.people.models import Role
from makegood.people.queries import who_see, with_role
from makegood.recovery.events import (
    OfferAccepted,
    OfferCancelled,
    OfferDeclined,
    OfferLapsed,
    OfferSent,
    RemedyFulfilled,
)
from makegood.recovery.models import Offer
from makegood.recovery.operations import approval_agreed, approval_refused, start_fulfilment

SIGNALS: dict[type[Event], str] = {
    OfferSent: "offer.sent",
    OfferAccepted: "offer.accepted",
    OfferDeclined: "offer.declined",
    OfferLapsed: "offer.ended",
    OfferCancelled: "offer.ended",
    RemedyFulfilled: "offer.fulfilled",
}


def _offer(pk: int) -> Offer:
    return Offer.objects.select_related("case__thread", "case__customer", "accepted_option__remedy").get(pk=pk)


@on(*SIGNALS)
def move_the_clocks_of_an_offer(event: Any, entry: Entry) -> None:
    """Tells the promises about offers (decision to customer, refund received) what happened."""
    offer = _offer(event.offer_id)
    chosen = offer.accepted_option
    facts = {"branch_id": offer.branch_id, "remedy": chosen.remedy.code if chosen else None}
    hear(Signal(SIGNALS[type(event)], ("offer", offer.pk), facts, entry.at), at=entry.at)


@on(OfferAccepted, outside=True)
def deliver_what_was_accepted(event: OfferAccepted, entry: Entry) -> None:
    """Codes, points and letters go out at once; payments and goods join their queue."""
    start_fulfilment(_offer(event.offer_id), by=SYSTEM, at=entry.at)


@on(OfferSent, outside=True)
def put_the_offer_to_the_customer(event: OfferSent, entry: Entry) -> None:
    """Writes to the customer where to choose, accept or decline. A10"""
    case = _offer(event.offer_id).case
    link = f"{settings.PUBLIC_URL}/t/{make_tracking_link(case, by=SYSTEM, at=entry.at)}"
    with translation.override(language_of(case)):
        body = _("We would like to make it good. Please look at what we offer, and choose or decline here: %(link)s")
    key = f"offer:{event.offer_id}:sent"
    write_message(case.thread, kind="offer", body=body % {"link": link}, by=SYSTEM, at=entry.at, external_key=key)


@on(OfferAccepted, OfferDeclined, outside=True)
def tell_the_owner_of_the_answer(event: OfferAccepted | OfferDeclined, entry: Entry) -> None:
    """The one responsible person hears what the customer answered."""
    case = _offer(event.offer_id).case
    kind = "offer.accepted" if isinstance(event, OfferAccepted) else "offer.declined"
    if case.owner_id:
        tell([case.owner_id], kind, {"number": case.number}, link=f"/desk/cases/{case.number}/", at=entry.at)


@on(ApprovalAsked, outside=True)
def ask_the_approvers(event: ApprovalAsked, entry: Entry) -> None:
    """Whoever may say yes and sees the branch hears that an answer is waited for; where nobody is, finance does."""
    request = ApprovalRequest.objects.select_related("branch").get(pk=event.approval_id)
    not_these = [*request.recused_ids, request.asked_by_id or 0]
    able = with_role(*[Role(role) for role in who_may_agree(request)]).exclude(pk__in=not_these)
    near = who_see(able, request.branch).values_list("pk", flat=True)
    highest = Role(who_may_agree(request, above=True)[-1])
    above = with_role(highest).exclude(pk__in=request.recused_ids).values_list("pk", flat=True)
    tell(
        list(near) or list(above),
        "approval.asked",
        {"subject": request.in_each_language()},
        link="/desk/approvals/",
        at=entry.at,
    )


@on(ApprovalAgreed, ApprovalRefused)
def go_on_after_the_approval(event: ApprovalAgreed | ApprovalRefused, entry: Entry) -> None:
    """An agreed offer goes to the customer; a refused one frees what it held."""
    if event.about_kind != "offer":
        return
    offer = _offer(event.about_id)
    if isinstance(event, ApprovalAgreed):
        approval_agreed(offer, by=entry.actor, at=entry.at)
    else:
        approval_refused(offer, by=entry.actor, at=entry.at)


@on(ApprovalAgreed, ApprovalRefused, outside=True)
def tell_the_asker(event: ApprovalAgreed | ApprovalRefused, entry: Entry) -> None:
    """Whoever asked hears the answer."""
    request = ApprovalRequest.objects.get(pk=event.approval_id)
    kind = "approval.agreed" if isinstance(event, ApprovalAgreed) else "approval.refused"
    if request.asked_by_id:
        tell([request.asked_by_id], kind, {"subject": request.in_each_language()}, link="/desk/approvals/", at=entry.at)
