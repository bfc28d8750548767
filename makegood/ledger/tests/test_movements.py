"""Every movement of a budget, its refusals, and the proof of the books. A6, DESIGN §4 Money."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from makegood.engines.statistics import NotEnough
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.kit.money import Money
from makegood.ledger.models import (
    Account,
    Budget,
    BudgetExhausted,
    Checkpoint,
    KeyAlreadyUsed,
    NoBudget,
    NothingToMove,
    Posting,
    Transfer,
)
from makegood.ledger.operations import fund_budget, open_budget, release, reserve, reverse, spend, write_transfer
from makegood.ledger.permissions import may_move_money, visible_to
from makegood.ledger.queries import (
    balance_of,
    balances,
    budget_for,
    forecasts,
    left_of,
    overview,
    points_of,
    prove_balances,
)
from makegood.ledger.rules.movements import Balance

pytestmark = pytest.mark.django_db


def yuan(amount: str | int) -> Money:
    return Money.of(amount)


def hold(budget: Budget, amount: str | int, now: Any, key: str = "offer:1") -> Transfer:
    return reserve(budget, yuan(amount), key=key, subject=("offer", 1), by=SYSTEM, at=now)


def test_a_reservation_is_set_aside_then_spent_and_the_rest_released(budget: Budget, now: Any) -> None:
    held = hold(budget, 300, now)
    assert balance_of(budget) == Balance("CNY", 70_000, 30_000, 0)
    spend(held, yuan(180), key="offer:1:pay", by=SYSTEM, at=now)
    release(held, key="offer:1:rest", by=SYSTEM, at=now)
    assert balance_of(budget) == Balance("CNY", 82_000, 0, 18_000)
    assert balance_of(budget).funded == 100_000


def test_an_exhausted_budget_says_how_much_is_left(budget: Budget, now: Any) -> None:  # A6
    hold(budget, 900, now)
    with pytest.raises(BudgetExhausted) as refused:
        hold(budget, "100.01", now, key="offer:2")
    assert (refused.value.left, refused.value.needed) == (yuan(100), yuan("100.01"))
    assert "¥100.00" in str(refused.value)
    assert hold(budget, 100, now, key="offer:2").amount == 10_000


def test_the_same_payment_twice_is_one_payment(budget: Budget, now: Any) -> None:
    held = hold(budget, 300, now)
    first = spend(held, yuan(300), key="pay", by=SYSTEM, at=now)
    again = spend(held, yuan(300), key="pay", by=Actor.staff(9), at=now + timedelta(hours=1))
    assert again.pk == first.pk
    assert balance_of(budget).spent == 30_000
    assert hold(budget, 300, now).pk == held.pk
    assert Entry.objects.filter(name="ledger.BudgetSpent").count() == 1


def test_a_key_with_other_facts_is_refused(budget: Budget, now: Any) -> None:
    held = hold(budget, 300, now)
    spend(held, yuan(100), key="pay", by=SYSTEM, at=now)
    with pytest.raises(KeyAlreadyUsed):
        spend(held, yuan(101), key="pay", by=SYSTEM, at=now)
    with pytest.raises(KeyAlreadyUsed):
        hold(budget, 301, now)
    with pytest.raises(KeyAlreadyUsed):
        fund_budget(budget, yuan(5), key="pay", by=SYSTEM, at=now)


def test_a_reservation_cannot_be_spent_beyond_its_amount(budget: Budget, now: Any) -> None:
    held = hold(budget, 300, now)
    spend(held, yuan(200), key="pay", by=SYSTEM, at=now)
    with pytest.raises(NothingToMove) as refused:
        spend(held, yuan(101), key="pay:2", by=SYSTEM, at=now)
    assert refused.value.left == yuan(100)
    with pytest.raises(NothingToMove):
        release(held, amount=yuan(101), key="back", by=SYSTEM, at=now)


def test_releasing_twice_gives_back_once(budget: Budget, now: Any) -> None:
    held = hold(budget, 300, now)
    first = release(held, key="back", by=SYSTEM, at=now)
    again = release(held, key="back", by=SYSTEM, at=now)
    assert first is not None
    assert again is not None
    assert again.pk == first.pk
    assert release(held, key="back:2", by=SYSTEM, at=now) is None
    assert balance_of(budget) == Balance("CNY", 100_000, 0, 0)


def test_a_correction_is_a_reversing_entry(budget: Budget, now: Any) -> None:
    held = hold(budget, 300, now)
    paid = spend(held, yuan(300), key="pay", by=SYSTEM, at=now)
    undone = reverse(paid, key="pay:undo", by=SYSTEM, at=now)
    assert balance_of(budget) == Balance("CNY", 70_000, 30_000, 0)
    assert left_of([held.pk])[held.pk] == yuan(300)
    assert reverse(paid, key="pay:undo", by=SYSTEM, at=now).pk == undone.pk
    with pytest.raises(SomebodyWasFaster):
        reverse(paid, key="pay:undo:again", by=SYSTEM, at=now)
    with pytest.raises(Invalid):
        reverse(undone, key="x", by=SYSTEM, at=now)
    assert sorted(Posting.objects.filter(transfer=paid).values_list("amount", flat=True)) == [-30_000, 30_000]


def test_a_reservation_in_use_cannot_be_reversed(budget: Budget, now: Any) -> None:
    held = hold(budget, 300, now)
    spend(held, yuan(1), key="pay", by=SYSTEM, at=now)
    with pytest.raises(NothingToMove):
        reverse(held, key="undo", by=SYSTEM, at=now)


def test_funds_that_are_promised_cannot_be_taken_back(budget: Budget, now: Any) -> None:
    hold(budget, 300, now)
    granted = Transfer.objects.get(idempotency_key="fund:a:2026-11")
    with pytest.raises(BudgetExhausted):
        reverse(granted, key="undo", by=SYSTEM, at=now)


@pytest.mark.parametrize("minor", [0, -1])
def test_amounts_that_move_nothing_or_backwards_are_refused(budget: Budget, now: Any, minor: int) -> None:
    with pytest.raises(Invalid):
        reserve(budget, Money(minor), key="k", subject=("offer", 1), by=SYSTEM, at=now)
    with pytest.raises(Invalid):
        fund_budget(budget, Money(minor), key="k", by=SYSTEM, at=now)


def test_currencies_are_never_mixed(budget: Budget, now: Any) -> None:
    with pytest.raises(Invalid):
        reserve(budget, Money(100, "USD"), key="k", subject=("offer", 1), by=SYSTEM, at=now)
    with pytest.raises(Invalid):
        spend(hold(budget, 5, now), Money(100, "USD"), key="k", by=SYSTEM, at=now)


def test_a_soft_budget_may_be_overdrawn_and_a_hard_one_not(company: Any, now: Any) -> None:
    soft = open_budget(branch=company.branch_b, kind="remedies", unit="CNY", starts_on=date(2026, 11, 1), ends_on=None,
                       limit="soft", by=SYSTEM, at=now)  # fmt: skip
    held = reserve(soft, yuan(50), key="k", subject=("offer", 1), by=SYSTEM, at=now)
    spend(held, yuan(50), key="p", by=SYSTEM, at=now)
    assert balance_of(soft) == Balance("CNY", -5_000, 0, 5_000)
    assert prove_balances().is_sound


def test_a_budget_that_runs_low_is_told_once(budget: Budget, now: Any) -> None:
    hold(budget, 800, now)
    assert not Entry.objects.filter(name="ledger.BudgetRanLow").exists()
    hold(budget, 1, now, key="offer:2")
    hold(budget, 1, now, key="offer:3")
    entry = Entry.objects.get(name="ledger.BudgetRanLow")
    assert (entry.subject_id, entry.data["percent"]) == (budget.pk, 20)


def test_budgets_of_a_kind_never_overlap(budget: Budget, company: Any, now: Any) -> None:
    def again(starts: date, ends: date | None) -> Budget:
        return open_budget(branch=company.branch_a, kind="remedies", unit="CNY", starts_on=starts, ends_on=ends,
                           by=SYSTEM, at=now)  # fmt: skip

    with pytest.raises(Invalid):
        again(date(2026, 11, 30), date(2026, 12, 30))
    with pytest.raises(Invalid):
        again(date(2026, 10, 1), None)
    assert again(date(2026, 12, 1), date(2027, 1, 1)).starts_on == date(2026, 12, 1)
    with pytest.raises(Invalid):
        again(date(2027, 2, 1), date(2027, 2, 1))


def test_the_nearest_budget_up_the_tree_pays(budget: Budget, company: Any, now: Any) -> None:
    whole = open_budget(branch=company.head, kind="remedies", unit="CNY", starts_on=date(2026, 1, 1), ends_on=None,
                        by=SYSTEM, at=now)  # fmt: skip
    on = date(2026, 11, 18)
    assert budget_for(company.branch_a, kind="remedies", unit="CNY", on=on) == budget
    assert budget_for(company.branch_b, kind="remedies", unit="CNY", on=on) == whole
    assert budget_for(company.branch_a, kind="remedies", unit="CNY", on=date(2026, 12, 1)) == whole
    with pytest.raises(NoBudget):
        budget_for(company.branch_a, kind="remedies", unit="POINTS", on=on)


def test_points_and_stock_live_by_the_same_rules(company: Any, wangfang: Any, now: Any) -> None:
    points = open_budget(branch=company.branch_a, kind="remedies", unit="POINTS", starts_on=date(2026, 1, 1),
                         ends_on=None, by=SYSTEM, at=now)  # fmt: skip
    fund_budget(points, Money(5000, "POINTS"), key="f1", by=SYSTEM, at=now)
    held = reserve(points, Money(800, "POINTS"), key="r1", subject=("offer", 3), by=SYSTEM, at=now)
    given = spend(held, Money(800, "POINTS"), key="s1", holder_id=wangfang.pk, by=SYSTEM, at=now)
    assert points_of(wangfang.pk) == 800
    reverse(given, key="s1:undo", by=SYSTEM, at=now)
    assert points_of(wangfang.pk) == 0
    stock = open_budget(branch=company.branch_a, kind="remedies", unit="stock:umbrella", starts_on=date(2026, 1, 1),
                        ends_on=None, by=SYSTEM, at=now)  # fmt: skip
    fund_budget(stock, Money(1, "stock:umbrella"), key="f2", by=SYSTEM, at=now)
    reserve(stock, Money(1, "stock:umbrella"), key="r2", subject=("offer", 4), by=SYSTEM, at=now)
    with pytest.raises(BudgetExhausted, match="只剩 0"):
        reserve(stock, Money(1, "stock:umbrella"), key="r3", subject=("offer", 5), by=SYSTEM, at=now)
    assert prove_balances().is_sound


def test_balances_of_many_budgets_take_one_query(company: Any, now: Any, django_assert_num_queries: Any) -> None:
    ids = [
        open_budget(
            branch=branch, kind=kind, unit="CNY", starts_on=date(2026, 1, 1), ends_on=None, by=SYSTEM, at=now
        ).pk
        for branch in (company.branch_a, company.branch_b)
        for kind in ("remedies", "apologies", "events")
    ]
    with django_assert_num_queries(1):
        assert balances(ids) == dict.fromkeys(ids, Balance("CNY", 0, 0, 0))
    with django_assert_num_queries(2):
        assert len(overview(None, on=date(2026, 11, 18))) == 6


def test_checkpoints_change_no_balance(budget: Budget, now: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(write_transfer, "CHECKPOINT_EVERY", 5)
    for number in range(23):
        held = hold(budget, 7, now, key=f"r{number}")
        if number % 3 == 0:
            release(held, key=f"b{number}", by=SYSTEM, at=now)
    assert Checkpoint.objects.filter(budget=budget).count() == 6
    assert balance_of(budget) == Balance("CNY", 100_000 - 15 * 700, 15 * 700, 0)
    assert prove_balances().is_sound


def insert_and_check(row: Transfer | Posting) -> None:
    with transaction.atomic():
        row.save()
        connection.check_constraints()


def test_the_database_refuses_half_a_transfer(budget: Budget, now: Any) -> None:
    held = hold(budget, 5, now)
    connection.check_constraints()
    source = Account.objects.get(code="source:CNY")
    with pytest.raises(IntegrityError, match="does not balance"):
        insert_and_check(Posting(transfer=held, account=source, amount=5))
    bare = Transfer(idempotency_key="bare", kind="fund", budget=budget, amount=1, unit="CNY", subject_kind="x",
                    subject_id=1, actor_kind="system", at=now)  # fmt: skip
    with pytest.raises(IntegrityError, match="does not balance"):
        insert_and_check(bare)


def attempt(statement: str) -> None:
    with transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("table", ["transfer", "posting", "checkpoint"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_books_cannot_be_changed_or_shortened(budget: Budget, now: Any, table: str, change: str) -> None:
    first = Transfer.objects.get()
    Checkpoint.objects.create(budget=budget, through=first, available=100_000, reserved=0, spent=0, at=now)
    connection.check_constraints()
    with pytest.raises(Exception, match=r"never changed or removed|permission denied"):
        attempt(change.format(f"ledger_{table}"))


def test_the_proof_finds_a_false_checkpoint(budget: Budget, now: Any) -> None:
    held = hold(budget, 5, now)
    assert prove_balances().problems == []
    Checkpoint.objects.create(budget=budget, through=held, available=1, reserved=2, spent=3, at=now)
    assert prove_balances().problems == [f"the checkpoint at transfer {held.pk} is not the sum of what came before"]


def test_a_forecast_needs_a_week_of_days(budget: Budget, now: Any) -> None:
    assert forecasts([budget], at=now.replace(day=5))[budget.pk] == NotEnough(4, 7)


def test_a_steady_burn_names_the_day_it_runs_out(budget: Budget, now: Any) -> None:  # A6
    for day in range(17):
        hold(budget, 20, now - timedelta(days=day, hours=1), key=f"d{day}")
    found = forecasts([budget], at=now)[budget.pk]
    assert not isinstance(found, NotEnough)
    assert (found.per_day.value, found.per_day.n) == (2_000.0, 17)
    assert found.on == found.earliest == found.latest == date(2026, 12, 21)  # 660 yuan left at 20 a day


def test_agents_and_strangers_see_no_budget(
    budget: Budget, zhouhang: Any, zhengkai: Any, wumin: Any, hezhen: Any
) -> None:
    assert list(visible_to(zhouhang)) == []
    assert list(visible_to(zhengkai)) == [budget]
    assert list(visible_to(hezhen)) == [budget]
    assert (may_move_money(wumin), may_move_money(hezhen), may_move_money(zhengkai)) == (True, False, False)
