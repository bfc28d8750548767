"""What a policy says about one set of facts, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from makegood.engines.offers.facts import Facts
from makegood.engines.offers.policy import Gift, Policy, Row


@dataclass(frozen=True)
class Option:
    """A remedy with its amount in minor units (0 for one without), and the most that may be given for it."""

    remedy: str
    amount: int
    limit: int
    row: str


@dataclass(frozen=True)
class Match:
    """A row or factor that counted, with its reason by language."""

    row: str
    why: Mapping[str, str]


@dataclass(frozen=True)
class Decision:
    """``always`` accompanies every choice; the customer takes one of ``choices``; ``matched`` explains both."""

    always: tuple[Option, ...]
    choices: tuple[Option, ...]
    escalate: bool
    matched: tuple[Match, ...]


def decide(policy: Policy, facts: Facts) -> Decision:
    """The first matching row of each group, multiplied by every matching factor, under the cap."""
    found = {group: _first(policy, group, facts) for group in ("always", "choice", "escalate")}
    factors = [factor for factor in policy.factors if factor.matches(facts)]
    times = Decimal(1)
    for factor in factors:
        times *= factor.times
    room = _room(policy, facts)
    always, choices = (_options(found[group], facts, times, room, policy.round_to) for group in ("always", "choice"))
    gives_money = any(option.amount for option in (*always, *choices))
    rows = [row for row in found.values() if row is not None] + (factors if gives_money else [])
    return Decision(always, choices, found["escalate"] is not None, tuple(Match(row.id, row.why) for row in rows))


def _first(policy: Policy, group: str, facts: Facts) -> Row | None:
    return next((row for row in policy.rows if row.group == group and row.matches(facts)), None)


def _room(policy: Policy, facts: Facts) -> int | None:
    """How much more may be given on this case at all; None where the price is unknown or there is no cap."""
    if policy.cap_share is None or not facts.price:
        return None
    return max(0, int(facts.price * policy.cap_share) - facts.given)


def _options(row: Row | None, facts: Facts, times: Decimal, room: int | None, round_to: int) -> tuple[Option, ...]:
    if row is None:
        return ()
    made = (_option(row, gift, facts, times, room, round_to) for gift in row.gifts)
    return tuple(option for option in made if option is not None)


def _option(row: Row, gift: Gift, facts: Facts, times: Decimal, room: int | None, round_to: int) -> Option | None:
    if not gift.has_amount:
        return Option(gift.remedy, 0, 0, row.id)
    top = _smallest(gift.at_most, room)
    amount = max(gift.at_least, _face(gift, facts, times, round_to))
    if top is not None:
        amount = min(amount, top)
    return Option(gift.remedy, amount, amount if top is None else top, row.id) if amount > 0 else None


def _face(gift: Gift, facts: Facts, times: Decimal, round_to: int) -> int:
    return int(_wanted(gift, facts)) if gift.exact else _rounded(_wanted(gift, facts) * times, round_to)


def _wanted(gift: Gift, facts: Facts) -> Decimal:
    return max(
        Decimal(gift.fixed or 0),
        (gift.share_of_price or Decimal(0)) * facts.price,
        (gift.share_of_loss or Decimal(0)) * facts.loss_amount,
    )


def _rounded(amount: Decimal, step: int) -> int:
    return int((amount / step).quantize(Decimal(1), ROUND_HALF_UP)) * step


def _smallest(*limits: int | None) -> int | None:
    known = [limit for limit in limits if limit is not None]
    return min(known) if known else None
