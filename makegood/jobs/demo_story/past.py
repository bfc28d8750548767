"""From half a year ago until the day before yesterday: history, so nobody is written to and nothing is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from makegood import journal
from makegood.cases.models import Case
from makegood.cases.operations import choose_owner, open_case
from makegood.commitments.operations import sweep
from makegood.intake.models import Channel
from makegood.intake.operations import open_channel, receive_feedback
from makegood.jobs.demo_story import handling
from makegood.jobs.demo_story.sayings import Saying, saying
from makegood.kit.actor import SYSTEM
from makegood.kit.story import DemoStory
from makegood.triage.models import TriageItem

DAYS, LIVE_DAYS = 182, 2
NATURES = ["complaint"] * 3 + ["praise"] * 4 + ["suggestion"] * 2 + ["enquiry"] * 2
SHOPS = ["jingan", "jingan", "xuhui", "xuhui", "xihu"]
Step = tuple[timedelta, Callable[[datetime], datetime | None]]
MORNING = timedelta(hours=2)  # 10:00 in Shanghai


def tell_the_past(story: DemoStory) -> None:
    end = story.now - timedelta(days=LIVE_DAYS)
    _open_channels(story)
    complaints: list[tuple[int, Saying, datetime]] = []
    with journal.in_mode(journal.Mode.BACKFILL):
        for back in range(DAYS, LIVE_DAYS, -1):
            day = (story.now - timedelta(days=back)).replace(hour=0, minute=0, second=0, microsecond=0)
            complaints += _one_day(story, day)
        journal.drain_all(at=end)
        for feedback_id, said, at in complaints:
            _handle(story, feedback_id, said, at, end)
        journal.drain_all(at=end)
        while sweep(at=end):
            journal.drain_all(at=end)


def _open_channels(story: DemoStory) -> None:
    """One channel of each kind that the story speaks through; those the rooms opened themselves are used."""
    by, at = story.things["staff"]["gaoning"].actor, story.now - timedelta(days=300)
    known = {channel.kind: channel for channel in Channel.objects.order_by("-pk")}
    names = {
        "web_form": "官网表单",
        "chat": "在线客服",
        "phone": "服务热线",
        "social": "社交媒体",
        "email": "客服邮箱",
        "on_site": "门店意见卡",
    }
    story.things["channels"] = {
        kind: known.get(kind) or open_channel(code=kind.replace("_", "-"), name=name, kind=kind, by=by, at=at)
        for kind, name in names.items()
    }


def _one_day(story: DemoStory, day: datetime) -> list[tuple[int, Saying, datetime]]:
    found = []
    for number in range(story.rng.choice([1, 1, 2, 2, 3, 4])):
        nature = story.rng.choice(NATURES)
        said = saying(nature, story.rng)
        at = day + MORNING + timedelta(minutes=story.rng.randrange(11 * 60))
        customer = story.rng.choice(story.things["customers"])
        branch = customer.home_branch or story.things["branches"][story.rng.choice(SHOPS)]
        got = receive_feedback(
            channel=story.things["channels"][said.channel], key=f"demo:{day:%Y%m%d}:{number}", text=said.text,
            customer=customer, branch=branch, by=SYSTEM, at=at,
        )  # fmt: skip
        if nature == "complaint" and got.feedback:
            found.append((got.feedback.pk, said, at))
    return found


def _handle(story: DemoStory, feedback_id: int, said: Saying, at: datetime, end: datetime) -> None:
    """A complaint's whole life; what would happen after ``end`` has not happened yet."""
    item = TriageItem.objects.select_related("feedback__customer", "feedback__branch", "department").get(
        feedback_id=feedback_id
    )
    rng, at = story.rng, at + timedelta(minutes=2)
    case = open_case(
        feedback=item.feedback, department=item.department, category=item.category, urgency=said.urgency,
        sentiment=item.sentiment, by=SYSTEM, at=at, price_minor=rng.randrange(60, 1600) * 100,
        owner=choose_owner(branch_id=item.branch_id, department_id=item.department_id),
    )  # fmt: skip
    for wait, step in _steps(story, case, said):
        at += wait
        if at >= end:
            return
        at = step(at) or at


def _steps(story: DemoStory, case: Case, said: Saying) -> Iterator[Step]:
    """Each step with the wait before it; a step may take time of its own."""
    rng, made = story.rng, dict[str, Any]()

    def acknowledge(at: datetime) -> None:
        handling.acknowledge(case, story, at=at)

    def pass_on(at: datetime) -> datetime:
        return handling.pass_on(case, story, at=at)

    def decide(at: datetime) -> None:
        handling.decide(case, story, at=at, aspect=said.aspect, severity=said.severity)

    def offer(at: datetime) -> None:
        made["offer"] = handling.offer(case, story, at=at)

    def settle(at: datetime) -> datetime:
        return handling.settle(made["offer"], story, at=at, accepts=rng.random() < 0.85) if made["offer"] else at

    def finish(at: datetime) -> datetime:
        return handling.finish(case, story, at=at)

    yield timedelta(minutes=rng.choice([4, 9, 25, 60, 110, 300])), acknowledge
    if rng.random() < 0.2:
        yield timedelta(hours=1), pass_on
    yield timedelta(hours=rng.choice([3, 18, 30, 50, 90])), decide
    if said.severity >= 2:
        yield timedelta(minutes=40), offer
        yield timedelta(hours=rng.choice([1, 4, 20, 40])), settle
    yield timedelta(hours=rng.choice([1, 5, 24])), finish
