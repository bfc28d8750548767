from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.engines.statistics import Measured, NotEnough
from makegood.kit.money import Money
from makegood.ledger.models import Budget, Transfer
from makegood.ledger.permissions import may_move_money, visible_to
from makegood.ledger.queries import RunOut, balances, forecasts, written
from makegood.office.words import subject_href, subject_words
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest
from makegood.recovery.models import StockItem


@dataclass(frozen=True)
class BudgetView:
    """One budget: what was granted, spent, reserved and is left, and when it runs out at this rate."""

    budget: Budget
    unit: str
    granted: str
    spent: str
    reserved: str
    left: str
    spent_share: float
    reserved_share: float
    is_low: bool
    forecast: RunOut | None
    per_day: str


def budgets_page(request: StaffRequest, *, at: datetime) -> dict[str, Any]:
    today = timezone.localdate(at)
    found = visible_to(request.user).select_related("branch")
    past = request.GET.get("past") == "1"
    chosen = found.filter(ends_on__lte=today) if past else found.exclude(ends_on__lte=today)
    rows, page = page_of(chosen.order_by("branch__path", "kind", "unit"), request)
    return {"rows": _views(rows, at), "page": page, "past": past, "may_move": may_move_money(request.user)}


def budget_page(request: StaffRequest, budget: Budget, *, at: datetime) -> dict[str, Any]:
    rows, page = page_of(moves_of(budget), request)
    return {
        "view": _views([budget], at)[0],
        "rows": [
            (row, subject_words(row.subject_kind, row.subject_id), _href(row), written(row.money)) for row in rows
        ],
        "page": page,
        "may_move": may_move_money(request.user),
    }


def moves_of(budget: Budget) -> QuerySet[Transfer]:
    return Transfer.objects.filter(budget=budget).order_by("-at", "-pk")


def _href(row: Transfer) -> str:
    return subject_href(row.subject_kind, row.subject_id)


def _views(budgets: list[Budget], at: datetime) -> list[BudgetView]:
    known = balances(budget.pk for budget in budgets)
    ahead = forecasts(budgets, at=at)
    units = _units()
    return [_view(budget, known[budget.pk], ahead[budget.pk], units) for budget in budgets]


def _units() -> dict[str, str]:
    """What each unit is called; goods by their name."""
    goods = {item.unit: str(item) for item in StockItem.objects.all()}
    return {"CNY": _("Cash"), "POINTS": _("Points"), **goods}


def _view(budget: Budget, balance: Any, ahead: RunOut | NotEnough, units: dict[str, str]) -> BudgetView:
    granted = max(balance.funded, 1)
    run_out = ahead if isinstance(ahead, RunOut) else None
    rate = run_out.per_day if run_out else None
    return BudgetView(
        budget=budget,
        unit=units.get(budget.unit, budget.unit),
        granted=written(Money(balance.funded, budget.unit)),
        spent=written(balance.money("spent")),
        reserved=written(balance.money("reserved")),
        left=written(balance.money("available")),
        spent_share=round(100 * min(balance.spent / granted, 1), 2),
        reserved_share=round(100 * min((balance.spent + balance.reserved) / granted, 1), 2),
        is_low=balance.available * 100 < balance.funded * budget.warn_below_percent,
        forecast=run_out if run_out and run_out.on and run_out.per_day.value >= 1 else None,
        per_day=written(Money(round(rate.value), budget.unit)) if isinstance(rate, Measured) else "",
    )
