"""``makegood import FILE``: upload, map and run a file of feedback here and now, with its progress in words.

Calls ``intake.operations.import_file(path, mapping | None, channel=, by=, at=, clock=)``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from django.utils import timezone
from django.utils.translation import activate, get_language, ngettext
from django.utils.translation import gettext as _

from makegood import journal
from makegood.intake.models import Channel, Import
from makegood.intake.operations import import_channel, queue_import, run_import, start_import
from makegood.intake.queries import quarantine_file, reasons_of
from makegood.intake.reasons import FileRefused
from makegood.intake.rules.mapping import ColumnMap
from makegood.jobs.words import django_language
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal
from makegood.kit.problems import Problem


class Command(BaseCommand):
    help = "Import feedback from a spreadsheet or CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", type=Path)
        parser.add_argument("--channel")
        parser.add_argument("--rejects", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        activate(django_language())
        try:
            done = self._import(options["file"], options["map"], options["channel"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        except ProgrammingError:
            raise CommandError(_("The database is not ready. Run “makegood migrate” first.")) from None
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror or problem}") from None
        self._report(done, options["rejects"])
        self.stdout.write(_("Sorting what came in …"))
        journal.drain_all(at=timezone.now())

    def _import(self, file: Path, map_file: Path | None, code: str | None) -> Import:
        now = timezone.now()
        channel = _channel(code) if code else import_channel(by=SYSTEM, at=now)
        source = start_import(channel=channel, name=file.name, data=_read(file), by=SYSTEM, at=now)
        mapping = _mapping(map_file) if map_file else ColumnMap.from_settings(source.settings)
        queue_import(source, mapping, by=SYSTEM, at=now)
        self.stdout.write(
            ngettext("%(count)s row in %(name)s", "%(count)s rows in %(name)s", source.rows_total)
            % {"count": f"{source.rows_total:,}", "name": source.name}
        )
        for field, heading in mapping.columns.items():
            self.stdout.write(f"  {field:<12} ← {heading}")
        return run_import(source.pk, by=SYSTEM, clock=timezone.now, told=self._progress)

    def _progress(self, source: Import) -> None:
        self.stdout.write(f"  {source.percent:>3} %  {source.rows_done:,} / {source.rows_total:,}")

    def _report(self, done: Import, rejects: Path | None) -> None:
        if done.adds_nothing:
            self.stdout.write(_("Every row was here already. Nothing was added."))
        for words, count in (
            (_("taken in"), done.accepted), (_("here already"), done.duplicates), (_("set aside"), done.quarantined),
            (_("replies"), done.replies), (_("sent twice by the same customer"), done.repeated_texts),
            (_("the same words in other dress or from others"), done.similar_texts),
        ):  # fmt: skip
            self.stdout.write(f"  {count:>9,}  {words}")
        for reason, count in reasons_of(done):
            self.stdout.write(f"    {count:>7,}  {reason}")
        seconds = (timezone.now() - (done.started_at or timezone.now())).total_seconds()
        rate = round(done.rows_total / seconds) if seconds else 0
        self.stdout.write(
            _("%(seconds)s seconds, %(rate)s rows a second") % {"seconds": f"{seconds:.1f}", "rate": f"{rate:,}"}
        )
        if rejects is not None and done.quarantined:
            kind = "csv" if rejects.suffix.lower() == ".csv" else "xlsx"
            rejects.write_bytes(quarantine_file(done, get_language() or "en", kind=kind))
            self.stdout.write(_("The rows set aside were written to %(file)s.") % {"file": rejects})


def _read(file: Path) -> bytes:
    """Raises FileRefused before a file beyond the limit is read into memory."""
    if file.stat().st_size > settings.MAX_IMPORT_BYTES:
        raise FileRefused(Problem("too_large", limit=settings.MAX_IMPORT_BYTES // 1_000_000))
    return file.read_bytes()


def _channel(code: str) -> Channel:
    found = Channel.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Channel.objects.values_list("code", flat=True))
        raise CommandError(
            _("There is no channel called %(code)s. There are: %(known)s") % {"code": code, "known": known}
        )
    return found


def _mapping(file: Path) -> ColumnMap:
    try:
        settings = yaml.safe_load(file.read_text(encoding="utf-8"))
        return ColumnMap.from_settings(settings if isinstance(settings, dict) else {})
    except Problem as problem:
        raise FileRefused(problem) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise CommandError(_("%(file)s is not valid YAML.") % {"file": file}) from None
