"""The journal: append-only, sealed, and its outbox. DESIGN §4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from makegood import journal
from makegood.journal.models import Entry, Outbox, Seal
from makegood.journal.operations.replay import replay
from makegood.journal.operations.seal import seal_entries, verify
from makegood.kit.actor import SYSTEM, Actor

heard: list[tuple[str, int]] = []


@dataclass(frozen=True)
class KettleBoiled(journal.Event, subject="kettle"):
    kettle_id: int
    branch_id: int | None = None


@journal.on(KettleBoiled)
def pour_tea(event: KettleBoiled, entry: Any) -> None:
    if event.kettle_id == 13:
        raise ValueError("the pot is broken")
    heard.append(("tea", event.kettle_id))


@journal.on(KettleBoiled, outside=True)
def call_guests(event: KettleBoiled, entry: Any) -> None:
    heard.append(("guests", event.kettle_id))


@dataclass(frozen=True)
class BellRung(journal.Event, subject="bell"):
    bell_id: int


calls: list[list[int]] = []


@journal.on(BellRung, batch=True)
def come_together(told: list[tuple[BellRung, Any]]) -> None:
    calls.append([event.bell_id for event, _ in told])
    for event, entry in told:
        assert (entry.subject_id, entry.mode) == (event.bell_id, journal.current_mode())
        heard.append(("bell", event.bell_id))
    if any(event.bell_id == 13 for event, _ in told):
        Seal.objects.create(epoch=1, horizon=1, entry_ids=[], previous="", digest=f"bad {len(calls)}", mac="")
        raise ValueError("the rope broke")


@pytest.fixture(autouse=True)
def _silence() -> None:
    heard.clear()
    calls.clear()


def boil(now: Any, *kettles: int) -> None:
    with transaction.atomic():
        journal.record_many([KettleBoiled(k) for k in kettles], by=SYSTEM, at=now)


def seal_soon() -> Seal:
    """Sealing waits for every older transaction of the whole server, other databases' among them."""
    deadline = monotonic() + 60
    while monotonic() < deadline:
        if seal := seal_entries():
            return seal
    raise AssertionError("nothing could be sealed for a minute")


@pytest.mark.django_db
def test_an_entry_says_what_happened_who_and_when(now: Any) -> None:
    with transaction.atomic():
        entry = journal.record(KettleBoiled(7, branch_id=3), by=Actor.staff(5), at=now)
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.name, kept.data, kept.subject_kind, kept.subject_id, kept.branch_id) == (
        "journal.KettleBoiled", {"kettle_id": 7, "branch_id": 3}, "kettle", 7, 3,
    )  # fmt: skip
    assert (kept.actor, kept.at, kept.mode) == (Actor.staff(5), now, "live")


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE journal_entry SET name='x'", "DELETE FROM journal_entry"])
def test_the_database_refuses_to_change_or_remove_an_entry(now: Any, change: str) -> None:
    boil(now, 1)
    with pytest.raises(Exception, match=r"never changed or removed|permission denied"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.django_db
def test_the_database_refuses_to_truncate_the_journal() -> None:
    with pytest.raises(Exception, match=r"never changed or removed|permission denied"), transaction.atomic():
        connection.cursor().execute("TRUNCATE journal_entry CASCADE")


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused(now: Any) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        journal.record(KettleBoiled(1), by=SYSTEM, at=now)


@pytest.mark.django_db
def test_reactions_run_once_and_in_the_order_of_their_subject(now: Any) -> None:
    boil(now, 1, 2, 1)
    assert journal.drain_all(at=now) == 6
    assert journal.drain_all(at=now) == 0
    assert [k for kind, k in heard if kind == "tea" and k == 1] == [1, 1]
    assert sorted(heard) == [("guests", 1), ("guests", 1), ("guests", 2), ("tea", 1), ("tea", 1), ("tea", 2)]


@pytest.mark.django_db
def test_history_reaches_nobody_outside(now: Any) -> None:
    with journal.in_mode("backfill"):
        boil(now, 4)
    journal.drain_all(at=now)
    assert heard == [("tea", 4)]


@pytest.mark.django_db
def test_what_keeps_failing_is_parked_and_holds_up_nobody_else(now: Any) -> None:
    boil(now, 13, 1)
    moment = now
    for _ in range(8):
        journal.drain_all(at=moment)
        moment += timedelta(days=1)
    parked = Outbox.objects.get(state="parked")
    place = f"journal/tests/test_journal.py:{pour_tea.__code__.co_firstlineno + 3}"
    assert (parked.attempts, parked.last_error) == (6, f"ValueError at {place}")  # its text may quote somebody
    assert ("tea", 1) in heard
    assert ("guests", 13) in heard


def ring(now: Any, *bells: int) -> None:
    with transaction.atomic():
        journal.record_many([BellRung(bell) for bell in bells], by=SYSTEM, at=now)


@pytest.mark.django_db
def test_a_reaction_that_takes_many_gets_each_subject_once_a_call_and_in_its_order(now: Any) -> None:
    ring(now, 1, 2, 1, 3)
    assert journal.drain_all(at=now) == 4
    assert calls == [[1, 2, 3], [1]]


@pytest.mark.django_db
def test_history_and_the_present_are_never_in_one_call(now: Any) -> None:
    ring(now, 1, 2)
    with journal.in_mode("backfill"):
        ring(now, 3)
    journal.drain_all(at=now)
    assert calls == [[1, 2], [3]]


@pytest.mark.django_db
def test_one_bad_entry_of_many_is_undone_and_holds_up_nobody(now: Any) -> None:
    ring(now, 1, 13, 2)
    assert journal.drain_all(at=now) == 3
    assert calls == [[1, 13, 2], [1], [13], [2]]
    assert not Seal.objects.exists()  # what the failed calls wrote is gone
    left = Outbox.objects.get(state="pending")
    assert (left.subject_id, left.attempts, left.next_at) == (13, 1, now + timedelta(seconds=5))
    assert Outbox.objects.filter(state="done", done_at=now).count() == 2


@pytest.mark.django_db
def test_a_batch_costs_the_same_queries_whatever_its_size(now: Any, django_assert_num_queries: Any) -> None:
    ring(now, *range(20, 80))
    with django_assert_num_queries(7):  # the transaction, the claim, the entries, one savepoint, what is done
        assert journal.drain(at=now, limit=100) == 60


@pytest.mark.django_db
def test_neither_the_row_nor_the_log_keeps_the_text_of_an_exception(now: Any, caplog: Any) -> None:
    boil(now, 13)
    journal.drain_all(at=now)
    assert "the pot is broken" not in Outbox.objects.get(reaction="test_journal.pour_tea").last_error
    assert "test_journal.pour_tea failed" in caplog.text
    assert "the pot is broken" not in caplog.text.replace('raise ValueError("the pot is broken")', "")


@pytest.mark.django_db
def test_parked_work_can_be_replayed(now: Any) -> None:
    boil(now, 2)
    row = Outbox.objects.get(reaction="test_journal.pour_tea")
    Outbox.objects.filter(pk=row.pk).update(state="parked", attempts=6)
    replay(row, by=Actor.staff(1), at=now)
    journal.drain_all(at=now)
    assert ("tea", 2) in heard
    assert Entry.objects.filter(name="journal.ParkedWorkReplayed", subject_id=row.pk).count() == 1


@pytest.mark.django_db
def test_an_entry_owes_each_reaction_once(now: Any) -> None:
    boil(now, 2)
    row = Outbox.objects.first()
    assert row is not None
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_seals_cover_every_committed_entry_and_verify(now: Any) -> None:
    boil(now, 1, 2)
    first = seal_soon()
    boil(now, 3)
    second = seal_soon()
    assert second.previous == first.digest
    assert len(first.entry_ids + second.entry_ids) == Entry.objects.count()
    report = verify()
    assert (report.is_sound, report.seals, report.unsealed) == (True, 2, 0)


@pytest.mark.django_db(transaction=True)
def test_tampering_behind_the_triggers_shows(now: Any) -> None:
    import psycopg

    from makegood.wires.postgres import OWNER, dsn

    boil(now, 1, 2)
    seal_soon()
    name = connection.settings_dict["NAME"]
    with psycopg.connect(**dsn(OWNER, name).params) as owner:
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        owner.execute("UPDATE journal_entry SET subject_id = 99 WHERE subject_id = 1")
    assert "was altered" in verify().problems[0]
    with psycopg.connect(**dsn(OWNER, name).params) as owner:
        owner.execute("DELETE FROM journal_outbox")
        owner.execute("DELETE FROM journal_entry WHERE subject_id = 2")
    assert "are missing" in verify().problems[0]


@pytest.mark.django_db(transaction=True)
def test_a_seal_made_with_another_key_shows(now: Any, settings: Any) -> None:
    boil(now, 1)
    seal_soon()
    settings.JOURNAL_KEY = b"another key"
    assert any("key" in problem for problem in verify().problems)
    assert Seal.objects.count() == 1
