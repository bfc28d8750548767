"""One case as its customer sees it. What is internal is never read here, so it cannot be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from makegood.cases.models import Case, Rating, Status
from makegood.commitments.queries import clocks_of
from makegood.conversations.models import Message
from makegood.conversations.queries import customer_messages_of
from makegood.people.models import Staff
from makegood.portal.pages.promises import next_date
from makegood.portal.pages.words import NEXT, STANDING, STEPS, WAITING, step_of
from makegood.recovery.models import Coupon, Fulfilment, Offer, OfferOption
from makegood.recovery.models.offer import OfferQuerySet

OfferStatus = Offer.Status
SHOWN = (
    OfferStatus.OFFERED, OfferStatus.ACCEPTED, OfferStatus.DECLINED, OfferStatus.LAPSED, OfferStatus.FULFILLING,
    OfferStatus.FULFILLED,
)  # fmt: skip
MAY_WITHDRAW = (
    Status.RECEIVED, Status.ACKNOWLEDGED, Status.INVESTIGATING, Status.DECIDED, Status.OFFERED, Status.REJECTED,
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """A message of the correspondence. The customer's own words have personal data starred out."""

    text: str
    at: datetime
    who: str
    is_ours: bool
    is_question: bool


@dataclass(frozen=True)
class OfferView:
    """An offer with what one may choose among and what comes with any choice."""

    offer: Offer
    choices: list[OfferOption]
    included: list[OfferOption]
    taken: list[OfferOption]
    deliveries: list[tuple[Fulfilment, Coupon | None]]

    @property
    def waits(self) -> bool:
        return self.offer.status == OfferStatus.OFFERED

    @property
    def single(self) -> OfferOption | None:
        return self.choices[0] if len(self.choices) == 1 else None


def tracking_page(case: Case, *, at: datetime) -> dict[str, Any]:
    """About eight queries, whatever has happened."""
    place = step_of(case.status)
    rating = Rating.objects.filter(case=case).order_by("-round").first()
    offers = [_offer_view(offer, at) for offer in offers_of(case)]
    return {
        "case": case,
        "standing": STANDING[case.status],
        "next_words": WAITING if case.is_waiting_for_customer else NEXT[case.status],
        "steps": [(words, number < place, number == place) for number, (words, _states) in enumerate(STEPS)],
        "next_date": None if case.is_ended else next_date(clocks_of("case", [case.pk], at=at)),
        "correspondence": _correspondence(case),
        "open_offers": [view for view in offers if view.waits],
        "past_offers": [view for view in offers if not view.waits],
        "may_withdraw": case.status in MAY_WITHDRAW,
        "asks_rating": case.status == Status.CLOSED and _is_due(case, rating),
        "rating": rating,
        "is_reopened": bool(rating and rating.is_low and not case.is_ended),
        "hotline": case.branch.hotline if case.branch else "",
    }


def offers_of(case: Case) -> OfferQuerySet:
    """The offers that this customer may see, newest first."""
    return Offer.objects.filter(case=case, status__in=SHOWN).with_details()


def _is_due(case: Case, rating: Rating | None) -> bool:
    """Each closing asks once."""
    return rating is None or (case.closed_at is not None and rating.at < case.closed_at)


def _correspondence(case: Case) -> list[Words]:
    found = list(customer_messages_of([case.thread_id]))
    authors = Staff.objects.in_bulk([m.author_id for m in found if m.author_kind == "staff" and m.author_id])
    return [_words(message, authors) for message in found]


def _words(message: Message, authors: dict[int, Staff]) -> Words:
    is_ours = message.direction != "in"
    author = authors.get(message.author_id or 0)
    return Words(
        text=message.body if is_ours else message.text,
        at=message.occurred_at,
        who=author.name if author and is_ours else "",
        is_ours=is_ours,
        is_question=message.kind == "question",
    )


def _offer_view(offer: Offer, at: datetime) -> OfferView:
    if offer.status == OfferStatus.OFFERED and at >= offer.expires_at:
        offer.status = OfferStatus.LAPSED  # shown as what it is, although no round has come by yet
    options = list(offer.options.all())
    return OfferView(
        offer=offer,
        choices=[option for option in options if not option.is_included],
        included=[option for option in options if option.is_included],
        taken=[option for option in options if option.is_included or option.pk == offer.accepted_option_id],
        deliveries=[(f, getattr(f, "coupon", None)) for f in offer.fulfilments.all() if f.state != "failed"],
    )
