"""The small company that the killed installation serves: `python -m tests.chaos.company TOKEN`."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Any

import django

GUARANTEE_SECONDS = 3


def main(secret: str) -> None:
    """Branch, two people, a channel, a token, two promises (one a guarantee soon broken), policy and budget."""
    django.setup()
    from django.utils import timezone

    now = timezone.now()
    branch, agent, reviewer = _people(now)
    _ways_in(branch, secret, now)
    _promises(agent, reviewer, now)
    _money(branch, now)


def _people(now: datetime) -> tuple[Any, Any, Any]:
    from makegood.kit.actor import SYSTEM
    from makegood.people.models import Department
    from makegood.people.operations import hire, open_branch

    branch = open_branch(code="a", name="静安店", city="上海")
    service = Department.objects.create(code="service", name="客户服务部", kind="customer_service")
    agent = hire(username="zhouhang", name="周航", role="agent", branch=branch, department=service, by=SYSTEM, at=now)
    boss = hire(
        username="zhengkai", name="郑凯", role="branch_manager", branch=branch, department=service, by=SYSTEM, at=now
    )
    return branch, agent, boss


def _ways_in(branch: Any, secret: str, now: datetime) -> None:
    from makegood.intake.operations import open_channel
    from makegood.kit.actor import SYSTEM
    from makegood.people.operations import issue_token

    open_channel(code="shop", name="小程序", kind="api", branch=branch, by=SYSTEM, at=now)
    scopes = ["feedback:write", "feedback:read", "cases:read"]
    issue_token(name="shop", scopes=scopes, branch=None, by=SYSTEM, at=now, secret=secret)


def _promises(agent: Any, reviewer: Any, now: datetime) -> None:
    from makegood.commitments.operations import Draft, define_calendar, draft_commitment, publish, review

    at = now - timedelta(days=30)
    define_calendar(code="office", name="办公室", week=["09:00-18:00"] * 5 + ["", ""], by=agent.actor, at=at)
    answer = Draft(
        "answer", "答复投诉", "投诉 3 秒内答复，做不到送券。", "office", "elapsed_seconds", GUARANTEE_SECONDS,
        ["case.opened"], ["case.answered"], is_guarantee=True, remedy_code="coupon",
    )  # fmt: skip
    message = Draft(
        "message", "答复留言", "留言 15 个工作日内答复。", "office", "working_days", 15, ["feedback.received"],
        ["feedback.answered"],
    )  # fmt: skip
    for draft in (answer, message):
        version = draft_commitment(draft, by=agent.actor, at=at)
        review(version, by=reviewer.actor, at=at)
        publish(version, by=agent.actor, at=at)


def _money(branch: Any, now: datetime) -> None:
    from makegood.recovery.demo import install_defaults, open_budgets

    first = now.date().replace(day=1)
    install_defaults(at=now)
    open_budgets([branch], [first], at=now, yuan_a_month=1_000_000, points=10_000_000)


if __name__ == "__main__":
    main(sys.argv[1])
