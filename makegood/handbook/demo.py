"""The handbook of the demo company: the shelf as it ships."""

from __future__ import annotations

from datetime import timedelta

from makegood.handbook.operations import stock_shelf
from makegood.kit.actor import SYSTEM
from makegood.kit.story import DemoStory


def load(story: DemoStory) -> None:
    stock_shelf(by=SYSTEM, at=story.now - timedelta(days=390))
