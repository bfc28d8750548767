from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from makegood.kit.actor import SYSTEM
from makegood.kit.money import Money
from makegood.ledger.models import Budget
from makegood.ledger.operations import fund_budget, open_budget


@pytest.fixture
def budget(company: Any, now: Any) -> Budget:
    """静安店's remedies for November: 1,000.00 yuan."""
    opened = open_budget(
        branch=company.branch_a, kind="remedies", unit="CNY", starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 1),
        by=SYSTEM, at=now,
    )  # fmt: skip
    fund_budget(opened, Money.of(1000), key="fund:a:2026-11", by=SYSTEM, at=now)
    return opened
