"""The table of moves, walked at random: whatever people do, a case stays within it and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.cases import operations as do
from makegood.cases.models import Case, CaseMove
from makegood.cases.rules.levels import level_for
from makegood.cases.rules.states import ENDED, MOVES, OPEN, CaseStatus, may_move
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal

AT = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


def test_every_status_can_be_reached_and_every_open_one_can_end() -> None:
    reached, frontier = {CaseStatus.RECEIVED}, {CaseStatus.RECEIVED}
    while frontier:
        frontier = {new for old in frontier for new in MOVES[old]} - reached
        reached |= frontier
    assert reached == set(CaseStatus)
    for status in OPEN:
        seen, frontier = {status}, {status}
        while frontier:
            frontier = {new for old in frontier for new in MOVES[old]} - seen
            seen |= frontier
        assert seen & ENDED, status


def test_the_table_speaks_of_every_status_once() -> None:
    assert set(MOVES) == set(CaseStatus)
    assert not any(status in MOVES[status] for status in CaseStatus)


@given(
    st.sampled_from(["complaint", "suggestion"]), st.sampled_from(["urgent", "important", "normal"]),
    st.sampled_from(["minor", "moderate", "serious", "critical"]),
)  # fmt: skip
def test_a_level_is_always_one_to_three(nature: str, urgency: str, severity: str) -> None:
    assert 1 <= level_for(nature=nature, urgency=urgency, severity=severity) <= 3


VERBS: dict[str, Any] = {
    "acknowledge": lambda case, at: do.acknowledge(case, body="抱歉", by=SYSTEM, at=at),
    "reply": lambda case, at: do.reply(case, body="答复", by=SYSTEM, at=at),
    "ask": lambda case, at: do.ask_customer(case, body="请补充", by=SYSTEM, at=at),
    "wrote": lambda case, at: do.customer_wrote(case, body="补充", by=SYSTEM, at=at),
    "investigate": lambda case, at: do.investigate(case, by=SYSTEM, at=at),
    "decide": lambda case, at: do.decide(case, fault="ours", findings="查清", by=SYSTEM, at=at),
    "offer": lambda case, at: do.record_offer_made(case, by=SYSTEM, at=at),
    "accept": lambda case, at: do.record_offer_answer(case, accepted=True, by=SYSTEM, at=at),
    "decline": lambda case, at: do.record_offer_answer(case, accepted=False, by=SYSTEM, at=at),
    "offer_ended": lambda case, at: do.record_offer_ended(case, by=SYSTEM, at=at),
    "perform": lambda case, at: do.record_performed(case, by=SYSTEM, at=at),
    "close": lambda case, at: do.close(case, by=SYSTEM, at=at),
    "rate": lambda case, at: do.rate(case, score=1, by=SYSTEM, at=at),
    "reopen": lambda case, at: do.reopen(case, reason="再查", by=SYSTEM, at=at),
    "withdraw": lambda case, at: do.withdraw(case, by=SYSTEM, at=at),
    "escalate": lambda case, at: do.escalate(case, reason="升级", by=SYSTEM, at=at),
}


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(VERBS)), max_size=14))
def test_any_walk_stays_on_the_table_and_leaves_its_rows(company: Any, wangfang: Any, walk: list[str]) -> None:
    case = do.open_case(customer=wangfang, branch=company.branch_a, title="随机", by=SYSTEM, at=AT)
    done = 0
    for step, verb in enumerate(walk):
        before = Case.objects.get(pk=case.pk)
        try:
            VERBS[verb](case, AT + timedelta(minutes=step))
        except Refusal:
            kept = Case.objects.get(pk=case.pk)
            assert (kept.status, kept.version) == (before.status, before.version)
            case = kept
        else:
            done += Case.objects.get(pk=case.pk).version != before.version
    kept = Case.objects.get(pk=case.pk)
    moves = list(CaseMove.objects.filter(case=case).order_by("pk"))
    assert kept.version == len(moves)
    assert (kept.closed_at is not None) == kept.is_ended
    for one, next_one in pairwise(moves):
        assert one.new_status == next_one.old_status
        assert next_one.old_status == next_one.new_status or may_move(next_one.old_status, next_one.new_status)
    assert Entry.objects.filter(subject_kind="case", subject_id=case.pk).count() >= done


@pytest.mark.django_db
def test_operations_stay_within_fifteen_queries(
    company: Any, wangfang: Any, zhouhang: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        case = do.open_case(customer=wangfang, branch=company.branch_a, owner=zhouhang, title="慢", by=SYSTEM, at=AT)
    for verb in ("acknowledge", "investigate", "decide", "offer", "accept", "perform", "reply", "close"):
        with django_assert_max_num_queries(15):
            VERBS[verb](case, AT)
    assert case.status == "closed"
