from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from makegood.jobs.models import Beat
from makegood.jobs.rounds import Round, Walker, present_rounds


def _walker(work: Any, every: float = 3.0) -> Walker:
    return Walker(Round("test", every, work), threading.Event())


@pytest.mark.django_db
def test_a_round_that_found_something_looks_again_at_once() -> None:
    answers = iter([20, 0])
    walker = _walker(lambda at: next(answers))
    assert walker.step(timezone.now()) == 0.0
    assert walker.step(timezone.now()) == 3.0
    assert walker.done == 20


@pytest.mark.django_db
def test_a_round_that_trips_rests_longer_each_time_and_says_why() -> None:
    def trip(at: datetime) -> int:
        raise ValueError("no such thing")

    walker = _walker(trip, every=0.5)
    assert [walker.step(timezone.now()) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert Beat.objects.get(round="test").trouble == "ValueError: no such thing"


@pytest.mark.django_db
def test_a_round_that_recovers_clears_its_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Any] = [OSError("gone"), 0]

    def work(at: datetime) -> int:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return int(answer)

    walker = _walker(work)
    walker.step(timezone.now())
    walker.step(timezone.now())
    assert walker.failures == 0
    assert Beat.objects.get(round="test").trouble == ""


def test_a_lost_database_does_not_end_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []

    def lost(at: datetime) -> int:
        raise OperationalError("server closed the connection")

    def no_database(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("still down")

    monkeypatch.setattr("makegood.jobs.rounds.connection.close", lambda: closed.append(1))
    monkeypatch.setattr(Beat.objects, "update_or_create", no_database)
    assert _walker(lost).step(timezone.now()) == 3.0
    assert closed


def test_the_outbox_and_the_seals_are_always_walked() -> None:
    assert {"outbox", "seals"} <= {one.name for one in present_rounds()}
