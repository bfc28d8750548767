"""Two people do the same thing in the same moment: one succeeds, the other is told, nothing happens twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from makegood.cases import operations as do
from makegood.cases.models import Case, CaseMove, HandOff, Rating
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal, SomebodyWasFaster

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Run ``acts`` in threads that start at once; each result is what was returned or the refusal raised."""
    results: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = act()
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_people_at_once_end_with_one_outcome(
    company: Any, wangfang: Any, zhouhang: Any, linjing: Any, suqing: Any, now: Any
) -> None:
    case = do.open_case(customer=wangfang, branch=company.branch_a, owner=zhouhang, title="退款", by=SYSTEM, at=now)

    seen = [Case.objects.get(pk=case.pk) for _ in range(3)]
    said = together(*(
        lambda mine=mine: do.acknowledge(mine, body="抱歉。", by=zhouhang.actor, at=now) for mine in seen
    ))  # fmt: skip
    assert sorted(isinstance(result, Refusal) for result in said) == [False, True, True]
    assert case.thread.messages.count() == 1

    case.refresh_from_db()
    asked = do.hand_off(case, to=company.logistics, reason="查签收", by=zhouhang.actor, at=now)
    takes = [HandOff.objects.select_related("case").get(pk=asked.pk) for _ in range(2)]
    took = together(
        lambda: do.accept_hand_off(takes[0], staff=linjing, at=now),
        lambda: do.accept_hand_off(takes[1], staff=suqing, at=now),
    )
    assert sum(isinstance(result, SomebodyWasFaster) for result in took) == 1
    assert CaseMove.objects.filter(case=case, verb="accept_hand_off").count() == 1

    wrote = together(*(
        lambda mine=mine: do.customer_wrote(mine, body="急", by=wangfang.actor, at=now) for mine in seen
    ))  # fmt: skip
    assert not any(isinstance(result, Refusal) for result in wrote)
    assert case.thread.messages.filter(kind="customer_message").count() == 3

    case.refresh_from_db()
    do.decide(case, fault="ours", findings="漏审", by=linjing.actor, at=now)
    do.reply(case, body="已退款", by=linjing.actor, at=now)
    do.close(case, by=linjing.actor, at=now)
    rated = together(*(lambda score=score: do.rate(case, score=score, by=wangfang.actor, at=now) for score in (1, 5)))
    assert sum(isinstance(result, Rating) for result in rated) == 1
    assert Rating.objects.count() == 1


def test_numbers_handed_out_at_once_are_all_different(company: Any, wangfang: Any, now: Any) -> None:
    opened = together(*(
        lambda: do.open_case(customer=wangfang, branch=company.branch_a, title="同时", by=SYSTEM, at=now)
        for _ in range(6)
    ))  # fmt: skip
    assert sorted(case.number for case in opened if isinstance(case, Case)) == [
        f"C20261118-000{n}" for n in range(1, 7)
    ]
