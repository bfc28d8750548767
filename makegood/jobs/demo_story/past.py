"""From half a year ago until the day before yesterday: history, so nobody is written to and nothing is owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from makegood import journal
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.cases.operations import choose_owner, open_case
from makegood.commitments.operations import sweep
from makegood.intake.models import Channel
from makegood.intake.operations import NewFeedback, open_channel, receive_many
from makegood.jobs.demo_story import handling
from makegood.jobs.demo_story.sayings import Saying, book, reply_text, saying
from makegood.kit.actor import SYSTEM
from makegood.kit.story import DemoStory
from makegood.triage.models import TriageItem
from makegood.triage.operations import answer, confirm_many, screen

DAYS, LIVE_DAYS = 182, 2
NATURES = ["complaint"] * 3 + ["praise"] * 4 + ["suggestion"] * 2 + ["enquiry"] * 2
SHOPS = ["jingan", "jingan", "xuhui", "xuhui", "xihu"]
Step = tuple[timedelta, Callable[[datetime], datetime | None]]
SECOND_THOUGHTS = 0.08  # people disagree with engines, and with each other
MORNING = timedelta(hours=2)  # 10:00 in Shanghai


def tell_the_past(story: DemoStory) -> None:
    end = story.now - timedelta(days=LIVE_DAYS)
    _open_channels(story)
    with journal.in_mode(journal.Mode.BACKFILL):
        said = sorted(_everything_said(story), key=lambda one: one.at)
        complaints = _take_in(story, said, end)
        journal.drain_all(at=end)
        for one in complaints:
            _handle(story, one, end)
        _screen_and_answer(story, [one for one in said if one.nature != "complaint"], said, end)
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


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a customer said: ``key`` finds it again once it was taken in."""

    key: str
    at: datetime
    nature: str
    words: Saying
    customer: Any
    branch: Any


def _everything_said(story: DemoStory) -> Iterator[Said]:
    rng, customers = story.rng, story.things["customers"]
    for back in range(DAYS, LIVE_DAYS, -1):
        day = (story.now - timedelta(days=back)).replace(hour=0, minute=0, second=0, microsecond=0)
        for number in range(rng.choice([1, 1, 1, 2, 2, 3])):
            nature = rng.choice(NATURES)
            words = saying(nature, rng)
            at = day + MORNING + timedelta(minutes=rng.randrange(11 * 60))
            customer = rng.choice(customers)
            branch = customer.home_branch or story.things["branches"][rng.choice(SHOPS)]
            yield Said(f"demo:{day:%Y%m%d}:{number}", at, nature, words, customer, branch)


def _take_in(story: DemoStory, said: list[Said], end: datetime) -> list[Said]:
    """A fortnight of a channel at once; returns the complaints among it."""
    groups: defaultdict[tuple[int, str], list[Said]] = defaultdict(list)
    for one in said:
        groups[(end - one.at).days // 14, one.words.channel].append(one)
    for (_fortnight, channel), found in sorted(groups.items(), reverse=True):
        items = [
            NewFeedback(
                one.key, one.words.text.encode(), text=one.words.text, customer_id=one.customer.pk,
                branch_id=one.branch.pk, occurred_at=one.at,
            )
            for one in found
        ]  # fmt: skip
        receive_many(items, channel=story.things["channels"][channel], by=SYSTEM, at=found[-1].at)
    return [one for one in said if one.nature == "complaint"]


def _screen_and_answer(story: DemoStory, small: list[Said], said: list[Said], end: datetime) -> None:
    """Screeners put right what the engine took wrongly; praise is thanked for and questions are answered."""
    rng, truth = story.rng, {one.key: one for one in said}
    items = {
        i.feedback.arrival.key: i for i in TriageItem.objects.select_related("feedback__arrival", "feedback__thread")
    }
    screeners = [story.things["staff"][login] for login in ("songjia", "puming")]
    agreed: defaultdict[int, list[TriageItem]] = defaultdict(list)
    for number, (key, item) in enumerate(sorted(items.items())):
        one = truth[key]
        nature = rng.choice(NATURES) if rng.random() < SECOND_THOUGHTS else one.nature
        if item.nature == nature:
            agreed[(end - one.at).days].append(item)
            continue
        at = min(one.at + timedelta(minutes=rng.randrange(10, 300)), end)
        screen(item, by=screeners[number % 2].actor, at=at, decided={"nature": nature})
    for day, same in agreed.items():
        confirm_many(same, by=screeners[day % 2].actor, at=end - timedelta(days=day))
    for one in small:
        at = one.at + timedelta(hours=rng.choice([2, 5, 20, 28, 50, 70, 400, 700]))
        if at < end:
            by = rng.choice(screeners).actor
            answer(items[one.key], body=rng.choice(book()["answers"][one.nature]), by=by, at=at)


def _handle(story: DemoStory, said: Said, end: datetime) -> None:
    """A complaint's whole life; what would happen after ``end`` has not happened yet."""
    items = TriageItem.objects.select_related("feedback__customer", "feedback__branch", "department")
    item = items.get(feedback__arrival__key=said.key)
    at = said.at + timedelta(minutes=2)
    case = open_case(
        feedback=item.feedback, department=item.department, category=item.category, urgency=said.words.urgency,
        sentiment=item.sentiment, by=SYSTEM, at=at, price_minor=story.rng.randrange(60, 1600) * 100,
        owner=choose_owner(branch_id=item.branch_id, department_id=item.department_id),
    )  # fmt: skip
    for wait, step in _steps(story, case, said.words):
        at += wait
        if at >= end:
            return
        at = step(at) or at


def _steps(story: DemoStory, case: Case, said: Saying) -> Iterator[Step]:
    """Each step with the wait before it; a step may take time of its own."""
    rng, made = story.rng, dict[str, Any]()

    def acknowledge(at: datetime) -> None:
        handling.acknowledge(case, story, at=at)

    def reply(at: datetime) -> None:
        cases.reply(case, body=reply_text(rng), by=handling.owner_of(case), at=at)

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
    yield timedelta(hours=rng.choice([1, 2, 4, 8, 15, 20, 30])), reply
    yield timedelta(hours=rng.choice([3, 18, 30, 50, 90])), decide
    if said.severity >= 2:
        yield timedelta(minutes=40), offer
        yield timedelta(hours=rng.choice([1, 4, 20, 40])), settle
    yield timedelta(hours=rng.choice([1, 5, 24])), finish
