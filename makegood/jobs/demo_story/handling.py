"""How the demo company's people handle one complaint, step by step, at given moments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.jobs.demo_story.sayings import book, reply_text
from makegood.kit.actor import Actor
from makegood.kit.errors import Refusal
from makegood.kit.story import DemoStory
from makegood.recovery import operations as recovery
from makegood.recovery.models import Fulfilment, Offer
from makegood.recovery.operations import Grounds, Wanted
from makegood.recovery.queries.history import facts_of
from makegood.recovery.queries.suggest import suggest

SEVERITIES = ["minor", "minor", "moderate", "serious"]
FAULTS = ["ours"] * 7 + ["shared", "partner", "customer"]
SCORES = [5] * 9 + [4] * 7 + [3] * 3 + [2, 1]
WORDS = "给您带来不便，非常抱歉。您的投诉已经受理，编号 {number}，我会一直跟进到底。"


def owner_of(case: Case) -> Actor:
    assert case.owner is not None
    return case.owner.actor


def customer_of(case: Case) -> Actor:
    assert case.customer is not None
    return case.customer.actor


def acknowledge(case: Case, story: DemoStory, *, at: datetime) -> None:
    cases.acknowledge(case, body=WORDS.format(number=case.number), by=owner_of(case), at=at)


def pass_on(case: Case, story: DemoStory, *, at: datetime) -> datetime:
    """Hand the case to another department, whose first person there takes it; returns when."""
    department = story.things["departments"][story.rng.choice(["logistics", "technical"])]
    asked = cases.hand_off(case, to=department, reason="请协助核实并直接答复顾客。", by=owner_of(case), at=at)
    taker = story.things["staff"][{"logistics": "mengqi", "technical": "caowei"}[department.code]]
    at += timedelta(minutes=story.rng.choice([8, 20, 35, 50, 95]))
    cases.accept_hand_off(asked, staff=taker, at=at)
    case.refresh_from_db()
    return at


def decide(case: Case, story: DemoStory, *, at: datetime, aspect: str, severity: int) -> None:
    fault = story.rng.choice(FAULTS)
    cases.decide(
        case,
        fault=fault,
        severity=SEVERITIES[severity],
        findings=book()["findings"][aspect],
        by=owner_of(case),
        at=at,
    )


def offer(case: Case, story: DemoStory, *, at: datetime) -> Offer | None:
    """What the policy suggests, within what the budget still holds."""
    suggestion = suggest(facts_of(case, at=at))
    wanted = [Wanted(s.remedy, s.amount, row=s.row) for s in suggestion.choices[:2]]
    wanted += [Wanted(s.remedy, s.amount, is_included=True, row=s.row) for s in suggestion.included]
    if not wanted or not suggestion.choices:
        return None
    grounds = Grounds(
        policy=suggestion.policy, facts=suggestion.facts.as_data(), reasons=[row for row, _why in suggestion.why]
    )
    proposer = story.things["staff"]["linjing"]
    try:
        made = recovery.propose(case, wanted, by=proposer.actor, at=at, grounds=grounds)
    except Refusal:
        return None
    return recovery.send_offer(made, by=proposer.actor, at=at) if made.status == "proposed" else None


def settle(made: Offer, story: DemoStory, *, at: datetime, accepts: bool) -> datetime:
    """The customer answers; what was accepted is delivered. Returns when it had arrived."""
    customer = customer_of(made.case)
    if not accepts:
        recovery.decline(made, by=customer, at=at, reason="我只想要一个说法。")
        return at
    options: Any = made.options.filter(is_included=False).order_by("position")
    recovery.accept(made, story.rng.choice(list(options)), by=customer, at=at)
    at += timedelta(hours=story.rng.choice([2, 5, 9, 20, 30]))
    made.refresh_from_db()
    recovery.start_fulfilment(made, by=story.things["staff"]["wumin"].actor, at=at)
    for due in Fulfilment.objects.filter(offer=made, state="waiting"):
        recovery.confirm_payout(due, reference=f"PAY{due.pk:06d}", by=story.things["staff"]["wumin"].actor, at=at)
    return at


def finish(case: Case, story: DemoStory, *, at: datetime) -> datetime:
    """Answer, close, and hear what the customer thinks of it; a bad answer is taken up again."""
    case.refresh_from_db()
    cases.reply(case, body=reply_text(story.rng), by=owner_of(case), at=at)
    cases.close(case, by=owner_of(case), at=at + timedelta(minutes=10))
    if case.customer is None or story.rng.random() < 0.25:
        return at
    score = story.rng.choice(SCORES)
    words = story.rng.choice(book()["bad_words" if score <= 2 else "good_words"])
    at += timedelta(hours=story.rng.choice([1, 6, 20]))
    cases.rate(case, score=score, comment=words, by=case.customer.actor, at=at)
    if score <= 2:
        at += timedelta(hours=5)
        case.refresh_from_db()
        cases.reply(case, body=reply_text(story.rng), by=owner_of(case), at=at)
        cases.close(case, by=owner_of(case), at=at + timedelta(hours=1))
    return at
