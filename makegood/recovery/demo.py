"""Catalogue, policy, budgets and stock of the demo company; also what a new installation begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.money import Money
from makegood.kit.story import DemoStory
from makegood.ledger.models import Budget
from makegood.ledger.operations import fund_budget, open_budget
from makegood.people.models import Branch
from makegood.recovery.models import PolicyVersion, RemedyKind, StockItem
from makegood.recovery.operations import draft_policy, publish_policy, save_remedy, stock_up
from makegood.recovery.rules.budgets import REMEDIES
from makegood.recovery.rules.default_catalogue import REMEDIES as CATALOGUE
from makegood.recovery.rules.default_catalogue import STOCK
from makegood.recovery.rules.default_policy import DEFAULT_POLICY

NOTE = "初始补偿政策：依据公开研究设定，运行一个季度后按实际效果修订。"


MONTHS = 8  # the six months of the story, the one before and the one to come
SHOPS = ("hq", "jingan", "xuhui", "xihu")  # the contact centre draws on head office


def load(story: DemoStory) -> None:
    """Catalogue, policy in force since before the story begins, budgets for each shop and month, stock."""
    at = story.now - timedelta(days=31 * MONTHS)
    install_defaults(at=at)
    today = story.now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    months = [_months_later(today, step) for step in range(2 - MONTHS, 2)]
    branches = [branch for code, branch in story.things["branches"].items() if code in SHOPS]
    open_budgets(branches, months, at=at)


@transaction.atomic
def install_defaults(*, at: datetime, by: Actor = SYSTEM) -> PolicyVersion:
    """The catalogue and the default policy in force, once; called again it changes nothing."""
    items = {row["code"]: StockItem.objects.get_or_create(code=row["code"], defaults=row)[0] for row in STOCK}
    for row in CATALOGUE:
        if not RemedyKind.objects.filter(code=row["code"]).exists():
            fields = {key: value for key, value in row.items() if key != "code"}
            if row["fulfilment"] == "stock":
                fields["stock_item"] = items["gift-set"]
            save_remedy(row["code"], **fields)
    known = PolicyVersion.objects.filter(status=PolicyVersion.Status.PUBLISHED).first()
    return known or publish_policy(draft_policy(DEFAULT_POLICY, by=by, at=at, note=NOTE), by=by, at=at)


@transaction.atomic
def open_budgets(
    branches: Iterable[Branch], months: Sequence[date], *, at: datetime, by: Actor = SYSTEM,
    yuan_a_month: int = 3_000, points: int = 400_000, pieces: int = 40,
) -> list[Budget]:  # fmt: skip
    """For each branch a hard money budget a month (``months`` are first days), points and stock without end.

    Called again it changes nothing.
    """
    opened = []
    for branch in branches:
        for first in months:
            opened.append(_funded(branch, "CNY", first, _next_month(first), Money.of(yuan_a_month), by=by, at=at))
        if months:
            opened.append(_funded(branch, "POINTS", min(months), None, Money(points, "POINTS"), by=by, at=at))
            for item in StockItem.objects.filter(is_active=True):
                key = f"demo:stock:{branch.code}:{item.code}"
                stock_up(item, branch, pieces, key=key, since=min(months), by=by, at=at)
    return opened


def _funded(
    branch: Branch, unit: str, starts_on: date, ends_on: date | None, amount: Money, *, by: Actor, at: datetime
) -> Budget:
    budget = Budget.objects.filter(branch=branch, kind=REMEDIES, unit=unit, starts_on=starts_on).first()
    budget = budget or open_budget(
        branch=branch, kind=REMEDIES, unit=unit, starts_on=starts_on, ends_on=ends_on, by=by, at=at
    )
    fund_budget(budget, amount, key=f"demo:fund:{branch.code}:{unit}:{starts_on:%Y%m}", by=by, at=at)
    return budget


def _next_month(first: date) -> date:
    return _months_later(first, 1)


def _months_later(day: date, step: int) -> date:
    """The first of the month ``step`` months after (before, when negative) that of ``day``."""
    month = day.year * 12 + day.month - 1 + step
    return date(month // 12, month % 12 + 1, 1)
