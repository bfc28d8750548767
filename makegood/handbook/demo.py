"""The handbook of the demo company: the shelf as it ships."""

from __future__ import annotations

from datetime import datetime

from makegood.handbook.operations import stock_shelf
from makegood.kit.actor import SYSTEM


def load(*, at: datetime) -> None:
    stock_shelf(by=SYSTEM, at=at)
