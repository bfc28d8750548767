"""A post looks up neither token nor channel that it met before, and yet believes neither longer than they hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.api.tests.test_api import TEXT, Machine, machine_of
from makegood.intake.models import Channel, Feedback
from makegood.intake.operations import change_channel, close_channel, open_channel
from makegood.kit.actor import SYSTEM
from makegood.people.operations import revoke_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(company: Any, now: Any) -> Machine:
    """A machine that has posted before."""
    open_channel(code="api", name="接口", kind="api", by=SYSTEM, at=now)
    machine = machine_of(None, now)
    assert machine.post("/feedback", {"text": TEXT}).status_code == 201
    return machine


def test_a_post_is_one_statement(known: Machine) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert known.post("/feedback", {"text": TEXT}).status_code == 201
    assert len(asked) == 1
    assert Feedback.objects.count() == 2


def test_a_revoked_token_is_refused_at_once_and_nothing_is_written(known: Machine, now: Any) -> None:
    revoke_token(known.token, by=SYSTEM, at=now)
    answer = known.post("/feedback", {"text": TEXT})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert known.post("/feedback", {"text": TEXT, "customer": {"phone": "13812345678"}}).status_code == 401
    assert Feedback.objects.count() == 1


def test_a_channel_closed_meanwhile_is_refused_at_once(known: Machine, now: Any) -> None:
    close_channel(Channel.objects.get(), by=SYSTEM, at=now)
    assert known.post("/feedback", {"text": TEXT}).json()["code"] == "unknown_channel"
    assert Feedback.objects.count() == 1


def test_a_channel_moved_meanwhile_brings_its_feedback_to_its_new_branch(
    known: Machine, company: Any, now: Any
) -> None:
    change_channel(Channel.objects.get(), name="接口", branch=company.branch_b, owner=None, by=SYSTEM, at=now)
    taken = known.post("/feedback", {"text": TEXT}).json()
    assert Feedback.objects.get(pk=taken["id"]).branch_id == company.branch_b.pk


def test_a_key_of_a_remembered_caller_still_gets_the_same_answer(known: Machine) -> None:
    first, again = (known.post("/feedback", {"text": TEXT}, **{"Idempotency-Key": "k"}) for _ in range(2))
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
