"""Every number on the first page opens the rows it was counted from, and nobody sees another's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest

from makegood.cases import operations as cases
from makegood.commitments.operations import hear
from makegood.commitments.tests.factories import promised, signal
from makegood.engines.statistics import Measured, NotEnough
from makegood.insight.metrics import METRICS
from makegood.insight.queries.dashboard import dashboard
from makegood.insight.queries.rows import LISTS, rows_behind
from makegood.insight.scope import Drill, scope_of
from makegood.intake.models import Feedback
from makegood.kit.actor import SYSTEM
from makegood.kit.money import Money
from makegood.ledger.operations import fund_budget, open_budget, reserve, spend
from makegood.triage.models import TriageItem
from makegood.triage.operations import classify_batch, confirm_many
from makegood.triage.tests.factories import channel, feedback

pytestmark = pytest.mark.django_db
WORDS = ["等太久了，差评", "请问几点开门", "非常感谢小李", "建议增加窗口", "服务态度太差"]


@pytest.fixture
def busy(company: Any, zhouhang: Any, wangfang: Any, now: Any) -> Any:
    """A month of two branches: feedback, cases of all ages, answers, promises, money."""
    for branch, times in ((company.branch_a, 3), (company.branch_b, 2)):
        for i in range(times):
            for word in WORDS:
                feedback(word, branch=branch, at=now - timedelta(days=i), through=channel(f"c{i % 2}"))
    classify_batch(list(Feedback.objects.values_list("pk", flat=True)), at=now)
    confirm_many(list(TriageItem.objects.all()), by=zhouhang.actor, at=now - timedelta(hours=1))
    promised(at=now - timedelta(days=60))
    for place, days in enumerate((0, 2, 5, 12, 40)):
        _case(company.branch_a, wangfang, zhouhang, now - timedelta(days=days), place)
    for place in range(12):
        _closed(company.branch_b, wangfang, zhouhang, now - timedelta(days=3), 5 if place < 9 else 3)
    _money(company, now)
    return company


def _case(branch: Any, customer: Any, owner: Any, at: Any, pk: int) -> None:
    cases.open_case(customer=customer, branch=branch, owner=owner, title="未到账", by=SYSTEM, at=at)
    hear(signal("case.opened", pk + 100, at, branch_id=branch.pk), at=at)
    if pk % 2:
        hear(signal("case.answered", pk + 100, at + timedelta(minutes=5)), at=at + timedelta(minutes=5))


def _closed(branch: Any, customer: Any, owner: Any, at: Any, score: int) -> None:
    case = cases.open_case(customer=customer, branch=branch, owner=owner, title="已解决", by=SYSTEM, at=at)
    for step in (cases.acknowledge, cases.reply):
        step(case, body="您好", by=owner.actor, at=at + timedelta(hours=1))
    cases.investigate(case, by=owner.actor, at=at + timedelta(hours=1))
    cases.decide(case, fault="ours", severity="minor", findings="x", by=owner.actor, at=at + timedelta(hours=2))
    cases.reply(case, body="结果", by=owner.actor, at=at + timedelta(hours=2))
    cases.close(case, by=owner.actor, at=at + timedelta(hours=3))
    cases.rate(case, score=score, comment="", by=customer.actor, at=at + timedelta(hours=4))


def _money(company: Any, now: Any) -> None:
    budget = open_budget(
        branch=company.branch_a, kind="remedy", unit="CNY", starts_on=now.date() - timedelta(days=30), ends_on=None,
        by=SYSTEM, at=now,
    )  # fmt: skip
    fund_budget(budget, Money(100_000, "CNY"), key="f", by=SYSTEM, at=now)
    kept = reserve(budget, Money(30_000, "CNY"), key="r", subject=("offer", 1), by=SYSTEM, at=now)
    spend(kept, Money(20_000, "CNY"), key="s", by=SYSTEM, at=now)


def count(staff: Any, drill: Drill, at: Any) -> int:
    return rows_behind(staff, drill.rows, dict(drill.params), at=at).count()


def test_every_number_opens_exactly_its_rows(busy: Any, linjing: Any, now: Any) -> None:
    board = dashboard(scope_of(linjing, {}, at=now))
    cells = [cell for row in board.feedback.rows for cell in (*row.cells, row.total)]
    for cell in (*cells, *board.feedback.totals, board.feedback.total):
        assert cell.n == count(linjing, cell.drill, now)
    assert board.feedback.total.n == 25
    for bucket in board.ages:
        assert bucket.n == count(linjing, bucket.drill, now)
    for figure in board.figures:
        assert figure.answer.n == count(linjing, figure.drill, now)
    for line in board.promises:
        assert (line.n, line.broken) == (count(linjing, line.drill, now), count(linjing, line.bad, now))


def test_the_figures_are_right(busy: Any, linjing: Any, now: Any) -> None:
    board = dashboard(scope_of(linjing, {}, at=now))
    figures = {figure.key: figure.answer for figure in board.figures}
    satisfied, mean, day = figures["satisfied"], figures["mean_score"], figures["answered_in_a_day"]
    assert isinstance(satisfied, Measured)
    assert (satisfied.value, satisfied.n) == (0.75, 12)
    assert isinstance(mean, Measured)
    assert mean.value == 4.5
    assert mean.low < 4.5 < mean.high
    assert isinstance(day, Measured)
    assert (day.value, day.n) == (0.8, 15)
    assert [bucket.n for bucket in board.ages] == [1, 1, 1, 1, 1]
    [line] = board.money
    assert (line.granted.minor, line.spent.minor, line.reserved.minor, line.left.minor) == (
        100_000, 20_000, 10_000, 70_000,
    )  # fmt: skip


def test_a_figure_measured_alone_equals_the_one_on_the_page(busy: Any, linjing: Any, now: Any) -> None:
    scope = scope_of(linjing, {}, at=now)
    assert [METRICS[figure.key].figure(scope) for figure in dashboard(scope).figures] == dashboard(scope).figures


def test_too_little_to_say_anything_says_so(company: Any, linjing: Any, now: Any) -> None:
    board = dashboard(scope_of(linjing, {}, at=now))
    assert {figure.answer for figure in board.figures} == {NotEnough(0, 10), NotEnough(0, 20)}
    assert board.feedback.total.n == board.open_cases == 0


def test_a_branch_sees_its_own_numbers_only(busy: Any, chenmo: Any, zhengkai: Any, now: Any) -> None:
    assert dashboard(scope_of(chenmo, {}, at=now)).open_cases == 0
    assert dashboard(scope_of(zhengkai, {}, at=now)).open_cases == 5
    other = {"branch": str(busy.branch_a.pk)}
    assert dashboard(scope_of(chenmo, other, at=now)).feedback.total.n == 0
    for rows in LISTS:
        assert not rows_behind(chenmo, rows, other, at=now).exists()


def test_a_chosen_branch_counts_what_is_below_it(busy: Any, linjing: Any, now: Any) -> None:
    head, shop = {"branch": str(busy.head.pk)}, {"branch": str(busy.branch_a.pk)}
    assert dashboard(scope_of(linjing, head, at=now)).feedback.total.n == 25
    board = dashboard(scope_of(linjing, shop, at=now))
    assert board.feedback.total.n == 15
    assert ("branch", shop["branch"]) in board.feedback.total.drill.params
    assert dict(parse_qsl(board.feedback.total.drill.query))["branch"] == shop["branch"]


def test_nonsense_in_the_address_falls_back_to_thirty_days(linjing: Any, now: Any) -> None:
    plain = scope_of(linjing, {}, at=now)
    assert (plain.until - plain.first).days == 30
    for query in ({"from": "x"}, {"from": "2026-13-01"}, {"from": "2027-01-01"}, {"from": "0001-01-01"}):
        assert scope_of(linjing, query, at=now) == plain
    chosen = scope_of(linjing, {"from": "2026-11-01", "to": "2026-11-08"}, at=now)
    assert chosen.period.length == timedelta(days=7)
    assert chosen.period.start.isoformat() == "2026-10-31T16:00:00+00:00"


def test_the_page_takes_a_fixed_number_of_queries(
    busy: Any, linjing: Any, now: Any, django_assert_num_queries: Any
) -> None:
    scope = scope_of(linjing, {}, at=now)
    with django_assert_num_queries(13):
        dashboard(scope)
