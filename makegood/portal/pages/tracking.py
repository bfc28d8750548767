"""One case as its customer sees it. What is internal is never read here, so it cannot be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from makegood.cases.models import Case, Rating, Status
from makegood.commitments.queries import clocks_of
from makegood.conversations.models import Message
from makegood.conversations.queries import customer_messages_of
from makegood.people.models import Staff
from makegood.portal.pages.promises import next_date
from makegood.portal.pages.words import NEXT, STANDING, STEPS, WAITING, step_of
from makegood.recovery.models import Offer
from makegood.recovery.models.offer import OfferQuerySet
from makegood.recovery.queries import OfferCard, portal_offers

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


def tracking_page(case: Case, *, page: str, at: datetime) -> dict[str, Any]:
    """About eight queries, whatever has happened."""
    place = step_of(case.status)
    rating = Rating.objects.filter(case=case).order_by("-round").first()
    offers = portal_offers(case.pk, locale=get_language() or "zh-hans")
    return {
        "case": case,
        "standing": STANDING[case.status],
        "next_words": WAITING if case.is_waiting_for_customer else NEXT[case.status],
        "steps": [(words, *_passed(number, place)) for number, (words, _states) in enumerate(STEPS)],
        "next_date": None if case.is_ended else next_date(clocks_of("case", [case.pk], at=at)),
        "correspondence": _correspondence(case, page),
        "open_offers": [card for card in offers if _stands(card, at)],
        "past_offers": [card for card in offers if not _stands(card, at)],
        "may_withdraw": case.status in MAY_WITHDRAW,
        "asks_rating": case.status == Status.CLOSED and _is_due(case, rating),
        "rating": rating,
        "is_reopened": bool(rating and rating.is_low and not case.is_ended),
        "hotline": case.branch.hotline if case.branch else "",
    }


def _passed(number: int, place: int) -> tuple[bool, bool]:
    """Whether a step is done and whether it is now; the last one is both in one."""
    is_last = number == len(STEPS) - 1
    return number < place or (number == place and is_last), number == place and not is_last


def offers_of(case: Case) -> OfferQuerySet:
    """The offers of this case that may be answered by its customer."""
    return Offer.objects.filter(case=case).exclude(sent_at=None)


def _stands(card: OfferCard, at: datetime) -> bool:
    """Whether it can still be answered; past its day it cannot, although no round has come by yet."""
    return card.can_answer and at < card.offer.expires_at


def _is_due(case: Case, rating: Rating | None) -> bool:
    """Each closing asks once."""
    return rating is None or (case.closed_at is not None and rating.at < case.closed_at)


def _correspondence(case: Case, page: str) -> list[Words]:
    found = list(customer_messages_of([case.thread_id]))
    authors = Staff.objects.in_bulk([m.author_id for m in found if m.author_kind == "staff" and m.author_id])
    return [_words(message, authors, page) for message in found]


def _words(message: Message, authors: dict[int, Staff], page: str) -> Words:
    is_ours = message.direction != "in"
    author = authors.get(message.author_id or 0)
    return Words(
        text=message.for_its_customer(page),
        at=message.occurred_at,
        who=author.name if author and is_ours else "",
        is_ours=is_ours,
        is_question=message.kind == "question",
    )
