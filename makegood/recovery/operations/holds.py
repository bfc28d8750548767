"""What an offer sets aside in the ledger, and gives back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from makegood.kit.actor import Actor
from makegood.kit.money import Money
from makegood.ledger.models import NoBudget
from makegood.ledger.operations import release, reserve
from makegood.ledger.queries import budget_for, left_of
from makegood.people.models import Branch
from makegood.recovery.models import Hold, Offer
from makegood.recovery.rules.budgets import REMEDIES


def reserve_for(offer: Offer, needed: Mapping[str, int], *, by: Actor, at: datetime) -> None:
    """Hold ``needed`` (unit → amount) for the offer. Raises BudgetExhausted or NoBudget; budgets in order of id."""
    if not needed:
        return
    if offer.branch is None:
        raise NoBudget
    on = local_day(offer.branch, at)
    budgets = [budget_for(offer.branch, kind=REMEDIES, unit=unit, on=on) for unit in needed]
    for budget in sorted(budgets, key=lambda found: found.pk):
        amount = Money(needed[budget.unit], budget.unit)
        key = f"offer:{offer.pk}:hold:{budget.unit}"
        reservation = reserve(budget, amount, key=key, subject=("offer", offer.pk), by=by, at=at)
        Hold.objects.create(offer=offer, unit=budget.unit, reservation=reservation)


def local_day(branch: Branch, at: datetime) -> date:
    return at.astimezone(ZoneInfo(branch.time_zone)).date()


def keep_only(offer: Offer, needed: Mapping[str, int], *, by: Actor, at: datetime) -> None:
    """Give back whatever of the offer's holds is not ``needed`` any more."""
    holds = list(offer.holds.select_related("reservation").order_by("reservation__budget_id"))
    left = left_of([hold.reservation_id for hold in holds])
    for hold in holds:
        surplus = left[hold.reservation_id].minor - needed.get(hold.unit, 0)
        if surplus > 0:
            key = f"offer:{offer.pk}:back:{hold.unit}:{offer.status}"
            release(hold.reservation, amount=Money(surplus, hold.unit), key=key, by=by, at=at)


def release_all(offer: Offer, *, by: Actor, at: datetime) -> None:
    keep_only(offer, {}, by=by, at=at)
