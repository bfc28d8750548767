"""The house itself: server and roles, migrations, static files, the worker's beats, parked work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from makegood.jobs.doctor.finding import Finding, broken, fine, note
from makegood.jobs.instance import is_running, read_note
from makegood.jobs.models import Beat
from makegood.jobs.static_files import is_stale
from makegood.jobs.words import gettext as _
from makegood.journal.queries import parked

OLDEST_SERVER = 150_000
SILENCE = timedelta(seconds=90)


def look_at_house(root: Path) -> Iterator[Finding]:
    """Stops at the first thing that makes the rest unanswerable."""
    try:
        yield from _server()
        pending = _pending_migrations()
    except DatabaseError as problem:
        yield broken(_("The database does not answer: %(reason)s") % {"reason": str(problem).strip()})
        return
    if pending:
        words = _("%(count)s migrations have not been run, the first is %(first)s.")
        yield broken(words % {"count": len(pending), "first": pending[0]}, "makegood migrate")
        return
    yield fine(_("The database is at this release."))
    yield _static()
    yield from _work(root)
    yield _parked()


def _server() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        cursor.execute("SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")
        user, is_super = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        (owned,) = cursor.fetchone()
    if number < OLDEST_SERVER:
        yield broken(_("PostgreSQL is %(version)s; 15 or newer is needed.") % {"version": version})
    if is_super or owned:
        words = _("The program works as %(user)s, who could change the journal's own table.") % {"user": user}
        remedy = _("Name a role without ownership in DATABASE_URL and the owner in DATABASE_OWNER_URL.")
        yield note(words, remedy)
    else:
        yield fine(_("PostgreSQL %(version)s; the program works as %(user)s, who owns no table.") % {
            "version": version,
            "user": user,
        })  # fmt: skip


def _pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _static() -> Finding:
    if is_stale():
        return note(_("Static files have changed since they were collected."), _("The next start collects them."))
    return fine(_("The static files are collected."))


def _work(root: Path) -> Iterator[Finding]:
    up = is_running(root)
    if up:
        yield fine(_("Makegood is running: %(address)s.") % {"address": read_note(root).get("address", "?")})
    else:
        yield note(_("Makegood is not running here."), "makegood run")
    if up and not Beat.objects.filter(seen_at__gt=timezone.now() - SILENCE).exists():
        remedy = _("See the worker's log: %(log)s") % {"log": root / "log" / "worker.log"}
        yield broken(_("No worker has been seen for a while: promises and reactions stand still."), remedy)
    silent = [beat for beat in Beat.objects.order_by("round") if timezone.now() - beat.seen_at > SILENCE]
    for beat in silent if up else []:
        facts = {"round": beat.round, "host": beat.host, "when": f"{timezone.localtime(beat.seen_at):%F %T}"}
        yield broken(
            _("The worker's round “%(round)s” on %(host)s was last seen at %(when)s.") % facts,
            _("See the worker's log: %(log)s") % {"log": root / "log" / "worker.log"},
        )
    for beat in Beat.objects.exclude(trouble="").order_by("round"):
        facts = {"round": beat.round, "trouble": beat.trouble}
        yield broken(_("The worker's round “%(round)s” trips: %(trouble)s") % facts)


def _parked() -> Finding:
    count = parked().count()
    if count:
        words = _("%(count)s pieces of work kept failing and are parked.") % {"count": count}
        return broken(words, _("Look at them in the office, mend the cause and replay them."))
    return fine(_("No work is parked."))
