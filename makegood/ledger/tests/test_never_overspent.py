"""Whatever the order and however many at once: no budget is overspent, nothing moves twice, all sums are zero."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal
from makegood.kit.money import Money
from makegood.ledger.models import Budget, BudgetExhausted, Posting, Transfer
from makegood.ledger.operations import fund_budget, release, reserve, reverse, spend, write_transfer
from makegood.ledger.queries import balance_of, prove_balances
from makegood.ledger.rules.movements import FLOWS, Kind, effects_of

AT = datetime(2026, 11, 18, 2, tzinfo=UTC)

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["fund", "reserve", "spend", "release", "reverse"]),
        st.integers(0, 4),  # which of the transfers so far
        st.integers(-1, 60),  # amount
        st.integers(0, 12),  # key: few, so that repeats and clashes happen
    ),
    max_size=25,
)


@given(st.sampled_from(list(FLOWS)), st.integers(1, 10**12))
def test_the_effects_of_every_movement_sum_to_zero(kind: Kind, minor: int) -> None:
    assert sum(effects_of(kind, minor).values()) == 0


class Reference:
    """The plainest possible books, to compare with."""

    def __init__(self) -> None:
        self.available, self.reserved, self.spent = 0, 0, 0
        self.moves: dict[str, list[Any]] = {}  # key → [kind, amount, reservation key, reversed?]

    def left(self, key: str) -> int:
        _kind, amount, _of, gone = self.moves[key]
        return 0 if gone else amount - sum(m[1] for m in self.moves.values() if m[2] == key and not m[3])

    def shift(self, kind: str, amount: int) -> None:
        if kind == "fund":
            self.available += amount
        elif kind == "reserve":
            self.available, self.reserved = self.available - amount, self.reserved + amount
        elif kind == "spend":
            self.reserved, self.spent = self.reserved - amount, self.spent + amount
        else:
            self.available, self.reserved = self.available + amount, self.reserved - amount


def of_kind(reference: Reference, *kinds: str) -> list[str]:
    return [key for key, move in reference.moves.items() if move[0] in kinds]


def take(budget: Budget, books: Reference, step: tuple[str, int, int, int]) -> None:
    verb, which, amount, key_number = step
    key, money = f"k{key_number}", Money(amount)
    known = books.moves.get(key)
    if verb in ("fund", "reserve"):
        if verb == "fund":
            fund_budget(budget, money, key=key, by=SYSTEM, at=AT)
        else:
            reserve(budget, money, key=key, subject=("offer", 1), by=SYSTEM, at=AT)
        record(books, key, [verb, amount, None, False], known)
    elif verb in ("spend", "release") and (held := of_kind(books, "reserve")):
        of = held[which % len(held)]
        reservation = Transfer.objects.get(idempotency_key=of)
        if verb == "spend":
            spend(reservation, money, key=key, by=SYSTEM, at=AT)
        else:
            release(reservation, amount=money, key=key, by=SYSTEM, at=AT)
        if amount:
            record(books, key, [verb, amount, of, False], known)
    elif verb == "reverse" and books.moves and (done := of_kind(books, "fund", "reserve", "spend", "release")):
        target = done[which % len(done)]
        reverse(Transfer.objects.get(idempotency_key=target), key=key, by=SYSTEM, at=AT)
        if known is None:
            books.shift(books.moves[target][0], -books.moves[target][1])
            books.moves[target][3] = True
            books.moves[key] = ["reverse", 0, None, False]


def record(books: Reference, key: str, move: list[Any], known: list[Any] | None) -> None:
    if known is not None:
        assert known[:3] == move[:3], "a clashing key was accepted"
        return
    assert move[0] != "spend" or books.left(move[2]) >= move[1]
    books.moves[key] = move
    books.shift(move[0], move[1])


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_any_order_the_books_agree_with_the_plainest_ones(budget: Budget, monkeypatch: Any, steps: Any) -> None:
    monkeypatch.setattr(write_transfer, "CHECKPOINT_EVERY", 4)
    point = transaction.savepoint()
    books = Reference()
    books.available = 100_000
    fund_budget(budget, Money(100_000), key="fund:a:2026-11", by=SYSTEM, at=AT)
    shrunk = reserve(budget, Money(99_900), key="most", subject=("offer", 0), by=SYSTEM, at=AT)
    books.moves["most"], books.available, books.reserved = ["reserve", 99_900, None, False], 100, 99_900
    assert shrunk.amount == 99_900
    for step in steps:
        with contextlib.suppress(Refusal):
            take(budget, books, step)
        balance = balance_of(budget)
        assert (balance.available, balance.reserved, balance.spent) == (books.available, books.reserved, books.spent)
        assert min(balance.available, balance.reserved, balance.spent) >= 0
    assert prove_balances().problems == []
    assert Posting.objects.aggregate(total=Sum("amount"))["total"] == 0
    connection.check_constraints()
    transaction.savepoint_rollback(point)


def together(work: Any, count: int) -> list[Any]:
    """Run ``work(number)`` on eight threads, each with its own connection."""

    def one(number: int) -> Any:
        try:
            return work(number)
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_fifty_agents_at_once_never_exceed_the_last_thousand_yuan(budget: Budget) -> None:
    answers = together(lambda n: reserve(budget, Money.of(70), key=f"r{n}", subject=("offer", n), by=SYSTEM, at=AT), 50)
    assert sum(isinstance(answer, Transfer) for answer in answers) == 14
    assert sum(isinstance(answer, BudgetExhausted) for answer in answers) == 36
    assert balance_of(budget).available == 2_000
    assert prove_balances().is_sound


@pytest.mark.django_db(transaction=True)
def test_one_key_at_once_from_many_sides_pays_once(budget: Budget, company: Any) -> None:
    from makegood.ledger.operations import open_budget

    held = reserve(budget, Money.of(100), key="r", subject=("offer", 1), by=SYSTEM, at=AT)
    paid = together(lambda n: spend(held, Money.of(100), key="pay", by=SYSTEM, at=AT), 16)
    assert len({transfer.pk for transfer in paid}) == 1
    other = open_budget(branch=company.branch_b, kind="remedies", unit="CNY", starts_on=date(2026, 11, 1), ends_on=None,
                        by=SYSTEM, at=AT)  # fmt: skip
    answers = together(lambda n: fund_budget((budget, other)[n % 2], Money.of(1), key="same", by=SYSTEM, at=AT), 8)
    assert len({a.pk for a in answers if isinstance(a, Transfer)}) == 1
    assert Transfer.objects.filter(idempotency_key="same").count() == 1
    assert balance_of(budget).spent == 10_000
    assert prove_balances().is_sound
