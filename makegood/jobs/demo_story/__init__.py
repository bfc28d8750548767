"""Half a year in the life of 云杉生活 (Spruce Living), for a newcomer to walk into.

Three shops in two cities and a contact centre; customers, orders, visits, feedback, complaints and money. Everything
goes through the rooms' own operations, told with past times; the last two days are live, so some promises are due
soon and some were broken today.
"""

from __future__ import annotations

from datetime import date, timedelta

from makegood.jobs.demo_story.past import tell_the_past
from makegood.jobs.demo_story.present import tell_the_present
from makegood.kit.story import DemoStory
from makegood.recovery.demo import install_defaults, open_budgets

__all__ = ["tell"]


def tell(story: DemoStory) -> None:
    """The whole story, after the rooms have loaded what they know by themselves."""
    _grant_money(story)
    tell_the_past(story)
    tell_the_present(story)


def _grant_money(story: DemoStory) -> None:
    """Catalogue, policy, and a budget for each place and month from half a year ago to next month."""
    at = story.now - timedelta(days=220)
    finance = story.things["staff"]["wumin"].actor
    install_defaults(at=at, by=finance)
    months = [date(at.year + (at.month - 1 + n) // 12, (at.month - 1 + n) % 12 + 1, 1) for n in range(9)]
    places = [branch for code, branch in story.things["branches"].items() if code != "hq"]
    open_budgets(places, months, at=at, by=finance)
