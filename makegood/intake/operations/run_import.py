from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.conversations.operations import NewMessage, NewThread, open_threads, write_messages
from makegood.intake.events import FeedbackImported, ImportFailed, ImportFinished
from makegood.intake.models import Batch, Import, ImportState, LinkKind
from makegood.intake.operations.load_batch import Written, count_repeats, sort_out, write_items
from makegood.intake.operations.propose_links import propose_links
from makegood.intake.operations.quarantine import close_mended, note_still_waiting, quarantine
from makegood.intake.operations.read_rows import Reader, Reading, find_customers
from makegood.intake.queries.files import table_of
from makegood.intake.rules.mapping import ColumnMap, bound
from makegood.journal import Mode
from makegood.kit.actor import Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.notices.operations import tell

log = logging.getLogger("makegood.intake")
BATCH = 1000


def run_import(
    import_id: int, *, by: Actor, clock: Callable[[], datetime], size: int = BATCH,
    told: Callable[[Import], None] | None = None,
) -> Import:  # fmt: skip
    """Take in the rows of a queued import, batch by batch, and return it as it then is.

    Each batch is one transaction with the count of rows done, so a run that is cut off goes on where it
    stopped and nothing comes in twice. Everything is recorded as history (backfill). What cannot be read is
    quarantined with its reason. ``told`` hears of each batch. Raises what the database raises, after noting it.
    """
    source = Import.objects.select_related("channel__branch", "uploaded_by").get(pk=import_id)
    if source.state == ImportState.DONE:
        return source
    Import.objects.filter(pk=import_id).update(state=ImportState.RUNNING, failure="")
    Import.objects.filter(pk=import_id, started_at=None).update(started_at=clock())
    source.refresh_from_db()
    try:
        _run(source, by=by, clock=clock, size=size, told=told)
    except (Exception, KeyboardInterrupt) as problem:
        _fail(source, problem, by=by, at=clock())
        raise
    source.refresh_from_db()
    return source


def _run(
    source: Import, *, by: Actor, clock: Callable[[], datetime], size: int, told: Callable[[Import], None] | None
) -> None:
    mapping = ColumnMap.from_settings(source.settings)
    table = table_of(source, mapping.sheet)
    reader = Reader(source, table, bound(table, mapping), at=clock())
    start = source.rows_done
    while start < len(table.rows):
        with journal.in_mode(Mode.BACKFILL):
            _take_in(source, reader.read(start, start + size), start=start, by=by, at=clock())
        start += size
        if told is not None:
            source.refresh_from_db()
            told(source)
    _finish(source, by=by, at=clock())


@transaction.atomic
def _take_in(source: Import, readings: Sequence[Reading], *, start: int, by: Actor, at: datetime) -> None:
    """One batch, with everything that follows from it, or nothing of it."""
    mine = Import.objects.filter(pk=source.pk, rows_done=start, state=ImportState.RUNNING)
    if not mine.update(rows_done=F("rows_done") + len(readings)):
        raise SomebodyWasFaster
    number = Batch.objects.filter(source=source).count() + 1
    batch = Batch.objects.create(source=source, number=number, received_at=at)
    found = sort_out([reading.item for reading in readings], source.channel)
    fresh = {id(item) for item in found.fresh}
    new = [reading for reading in readings if id(reading.item) in fresh]
    find_customers(new, source.channel, by=by, at=at)
    answered = _open_threads(new, at=at)
    written = write_items(found.fresh, channel=source.channel, batch=batch, by=by, at=at)
    replies = _write_replies(answered, written, by=by, at=at)
    quarantined = quarantine(source, new, written)
    close_mended(new, written, at=at)
    still_waiting = note_still_waiting(readings)
    links = propose_links(list(written.feedback.values()), at=at)
    repeats = count_repeats(found, written, channel=source.channel, batch=batch, at=at)
    Batch.objects.filter(pk=batch.pk).update(accepted=len(written.feedback))
    Import.objects.filter(pk=source.pk).update(
        accepted=F("accepted") + len(written.feedback), quarantined=F("quarantined") + quarantined + still_waiting,
        duplicates=F("duplicates") + repeats - still_waiting, replies=F("replies") + replies,
        repeated_texts=F("repeated_texts") + links[LinkKind.REPEATED],
        similar_texts=F("similar_texts") + links[LinkKind.SAME_TEXT],
    )  # fmt: skip
    if written.feedback:
        journal.record(FeedbackImported(batch.pk, source.pk, batch.number, len(written.feedback)), by=by, at=at)


def _open_threads(new: Sequence[Reading], *, at: datetime) -> list[Reading]:
    """A thread for each row that brings its reply; the others get theirs when somebody writes."""
    answered = [reading for reading in new if reading.row and reading.row.reply and reading.item.words]
    threads = open_threads(
        [
            NewThread(r.row.subject, r.item.customer_id, r.item.branch_id, r.item.occurred_at)
            for r in answered
            if r.row is not None
        ],
        at=at,
    )
    for reading, thread_id in zip(answered, threads, strict=True):
        reading.item.thread_id = thread_id
    return answered


def _write_replies(answered: Sequence[Reading], written: Written, *, by: Actor, at: datetime) -> int:
    messages: list[NewMessage] = []
    replies = 0
    for reading in answered:
        feedback_id, item, row = written.feedback.get(reading.item.row), reading.item, reading.row
        if feedback_id is None or row is None or item.thread_id is None or item.occurred_at is None:
            continue
        author = Actor.customer(item.customer_id) if item.customer_id else None
        masked = item.words.text if item.words else None
        messages.append(
            NewMessage(
                item.thread_id, "customer_message", row.text, item.occurred_at, author, f"feedback:{feedback_id}",
                masked,
            )
        )  # fmt: skip
        if row.replied_at is not None:
            messages.append(
                NewMessage(item.thread_id, "reply", row.reply, row.replied_at, None, f"feedback:{feedback_id}:reply")
            )
            replies += 1
    write_messages(messages, by=by, at=at)
    return replies


@transaction.atomic
def _finish(source: Import, *, by: Actor, at: datetime) -> None:
    Import.objects.filter(pk=source.pk, state=ImportState.RUNNING).update(state=ImportState.DONE, finished_at=at)
    source.refresh_from_db()
    journal.record(ImportFinished(source.pk, source.accepted, source.duplicates, source.quarantined), by=by, at=at)
    if source.uploaded_by_id is not None:
        params = {"name": source.name, "accepted": source.accepted, "quarantined": source.quarantined}
        tell([source.uploaded_by_id], "import.finished", params, link=f"/office/imports/{source.pk}", at=at)


@transaction.atomic
def _fail(source: Import, problem: BaseException, *, by: Actor, at: datetime) -> None:
    """What was taken in stays; the same import can be started again and goes on behind it."""
    log.exception("import %s stopped", source.pk)
    if isinstance(problem, SomebodyWasFaster):
        return  # another worker runs it; its state is theirs to set
    failure = type(problem).__name__
    Import.objects.filter(pk=source.pk, state=ImportState.RUNNING).update(state=ImportState.FAILED, failure=failure)
    rows_done = Import.objects.values_list("rows_done", flat=True).get(pk=source.pk)
    journal.record(ImportFailed(source.pk, rows_done), by=by, at=at)
    if source.uploaded_by_id is not None:
        reason = str(_("It can be started again and goes on where it stopped."))
        tell([source.uploaded_by_id], "import.failed", {"name": source.name, "reason": reason}, at=at)
