from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from makegood.ledger.queries import written
from makegood.recovery.models import Fulfilment, Offer, OfferOption
from makegood.recovery.rules.states import SHOWN_TO_CUSTOMER, FulfilmentState, OfferStatus
from makegood.recovery.rules.words import filled_in


def offers_of_cases(case_ids: Iterable[int]) -> dict[int, list[Offer]]:
    """Case id → its offers, newest first, with options and fulfilments; five queries however many cases."""
    found: dict[int, list[Offer]] = {}
    for offer in Offer.objects.filter(case_id__in=list(case_ids)).with_details():
        found.setdefault(offer.case_id, []).append(offer)
    return found


@dataclass(frozen=True)
class OptionLine:
    """One option as shown: its name, its words to the customer, its face value written out."""

    option: OfferOption
    name: str
    words: str
    amount: str
    is_chosen: bool


@dataclass(frozen=True)
class Delivered:
    """How far one remedy has come, and what the customer holds in hand: a code, a letter, a reference."""

    fulfilment: Fulfilment
    name: str
    is_done: bool
    code: str
    letter: str
    expires_at: datetime | None


@dataclass(frozen=True)
class OfferCard:
    """An offer ready to be shown. ``reasons`` are the policy's, in the reader's language."""

    offer: Offer
    choices: list[OptionLine]
    included: list[OptionLine]
    delivered: list[Delivered]
    reasons: list[str]

    @property
    def needs_choice(self) -> bool:
        return len(self.choices) > 1

    @property
    def can_answer(self) -> bool:
        return self.offer.status == OfferStatus.OFFERED


def offer_cards(case_id: int, *, locale: str = "zh-hans") -> list[OfferCard]:
    """Every offer of a case for the desk, newest first."""
    return [_card(offer, locale) for offer in offers_of_cases([case_id]).get(case_id, [])]


def portal_offers(case_id: int, *, locale: str = "zh-hans") -> list[OfferCard]:
    """What the customer sees: nothing before it is sent, nothing that was withdrawn."""
    return [card for card in offer_cards(case_id, locale=locale) if card.offer.status in SHOWN_TO_CUSTOMER]


def _card(offer: Offer, locale: str) -> OfferCard:
    options = list(offer.options.all())
    return OfferCard(
        offer,
        choices=[_line(offer, option) for option in options if not option.is_included],
        included=[_line(offer, option) for option in options if option.is_included],
        delivered=[_delivered(f) for f in offer.fulfilments.all() if f.state != FulfilmentState.FAILED],
        reasons=_reasons(offer, locale),
    )


def _line(offer: Offer, option: OfferOption) -> OptionLine:
    option.offer = offer
    amount = written(option.money) if option.amount else ""
    words = filled_in(option.remedy.text, case=offer.case.number, amount=amount)
    return OptionLine(option, str(option.remedy), words, amount, option.pk == offer.accepted_option_id)


def _delivered(fulfilment: Fulfilment) -> Delivered:
    coupon = getattr(fulfilment, "coupon", None)
    return Delivered(
        fulfilment,
        str(fulfilment.option.remedy),
        fulfilment.state == FulfilmentState.DONE,
        coupon.code if coupon else "",
        fulfilment.letter,
        coupon.expires_at if coupon else None,
    )


def _reasons(offer: Offer, locale: str) -> list[str]:
    """The policy's words for the rows that counted, as they were in the version the offer rests on."""
    if offer.policy is None:
        return []
    rows = (*offer.policy.table.get("rows", ()), *offer.policy.table.get("factors", ()))
    why = {row.get("id"): row.get("why") or {} for row in rows}
    return [why[row].get(locale) or why[row].get("zh-hans", row) for row in offer.reasons if row in why]
