"""Imports as jobs: one job a file, deferred in the transaction that queues it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from makegood.intake.models import Import
from makegood.intake.operations import queue_import
from makegood.intake.operations import run_import as run
from makegood.intake.operations.replay_rows import upload_mended
from makegood.intake.queries import left_behind
from makegood.intake.rules.mapping import ColumnMap
from makegood.kit.actor import SYSTEM, Actor, ActorKind
from makegood.kit.errors import SomebodyWasFaster


@app.task(name="intake.run_import", retry=RetryStrategy(max_attempts=5, exponential_wait=3), pass_context=False)
def run_import(import_id: int, actor_kind: str = ActorKind.SYSTEM.value, actor_id: int | None = None) -> None:
    """Run (or go on with) an import; a second run beside a running one stops by itself."""
    actor = Actor(ActorKind(actor_kind), actor_id) if actor_id is not None else SYSTEM
    try:
        run(import_id, by=actor, clock=timezone.now)
    except SomebodyWasFaster:
        return


@transaction.atomic
def start(source: Import, mapping: ColumnMap, *, save_as: str = "", by: Actor, at: datetime) -> None:
    """Queue the import and defer its job together: neither is there without the other."""
    queue_import(source, mapping, save_as=save_as, by=by, at=at)
    _defer(source, by)


@transaction.atomic
def start_mended(source: Import, *, name: str, data: bytes, by: Actor, at: datetime) -> Import:
    """The same for a mended file of quarantined rows; returns its import."""
    made = upload_mended(source, name=name, data=data, by=by, at=at)
    _defer(made, by)
    return made


@app.periodic(cron="*/5 * * * *")
@app.task(name="intake.rescue_imports", queueing_lock="intake.rescue_imports")
def rescue_imports(timestamp: int) -> None:
    """Go on with runs whose process died (a killed command has no job that would be tried again)."""
    for source in left_behind(at=timezone.now()):
        _defer(source, SYSTEM)


def _defer(source: Import, by: Actor) -> None:
    """One waiting job an import is enough: a second one would find nothing to do."""
    job = run_import.configure(lock=f"import-{source.pk}", queueing_lock=f"import-{source.pk}")
    try:
        with transaction.atomic():
            job.defer(import_id=source.pk, actor_kind=by.kind.value, actor_id=by.id)
    except AlreadyEnqueued:
        return
