"""Half a year in the life of 云杉生活 (Spruce Living), for a newcomer to walk into.

Three shops in two cities and a contact centre; customers, orders, visits, feedback, complaints and money. Everything
goes through the rooms' own operations, told with past times; the last two days are live, so some promises are due
soon and some were broken today.
"""

from __future__ import annotations

from makegood.jobs.demo_story.past import tell_the_past
from makegood.jobs.demo_story.present import tell_the_present
from makegood.kit.story import DemoStory

__all__ = ["tell"]


def tell(story: DemoStory) -> None:
    """The whole story, after the rooms have loaded what they know by themselves."""
    tell_the_past(story)
    tell_the_present(story)
