"""``makegood import-stages FILE``: take in a file of stages here and now, and say what came of it.

Calls ``encounters.operations.keep_file`` and ``take_file``. ``--live`` also makes good what the file shows broken.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from django.utils import timezone
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _

from makegood import journal
from makegood.encounters.models import StageBatch, StageSource
from makegood.encounters.operations import keep_file, take_file
from makegood.encounters.queries.held import held_file, reasons_of
from makegood.encounters.reasons import reason_text
from makegood.encounters.rules.columns import StageMap
from makegood.intake.queries.files import read_bytes
from makegood.intake.reasons import FileRefused
from makegood.jobs.words import django_language
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal
from makegood.kit.problems import Problem


class Command(BaseCommand):
    help = "Take in a file of stages: queue, dishes, checkout, delivery …"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", type=Path)
        parser.add_argument("--source")
        parser.add_argument("--rejects", type=Path)
        parser.add_argument("--live", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        activate(django_language())
        started = time.monotonic()
        try:
            batch = self._take(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        except Problem as problem:
            raise CommandError(reason_text(problem.code, problem.params)) from None
        except ProgrammingError:
            raise CommandError(_("The database is not ready. Run “makegood migrate” first.")) from None
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror or problem}") from None
        self._report(batch, options["rejects"], time.monotonic() - started)
        journal.drain_all(at=timezone.now())

    def _take(self, options: dict[str, Any]) -> StageBatch:
        file, now = options["file"], timezone.now()
        if file.stat().st_size > settings.MAX_IMPORT_BYTES:
            raise FileRefused(Problem("too_large", limit=settings.MAX_IMPORT_BYTES // 1_000_000))
        data = file.read_bytes()
        table = read_bytes(data)
        kept = keep_file(
            table, name=file.name, data=data, source=_source(options["source"]), is_history=not options["live"],
            by=SYSTEM, at=now,
        )  # fmt: skip
        mapping = _mapping(options["map"]) if options["map"] else StageMap.from_settings(kept.settings)
        for field, heading in mapping.columns.items():
            self.stdout.write(f"  {field:<22} ← {heading}")
        return take_file(kept, table, mapping, by=SYSTEM, at=now)

    def _report(self, batch: StageBatch, rejects: Path | None, seconds: float) -> None:
        for words, count in (
            (_("taken in"), batch.taken), (_("here already"), batch.repeated), (_("set aside"), batch.held),
        ):  # fmt: skip
            self.stdout.write(f"  {count:>9,}  {words}")
        for reason, count in reasons_of(batch):
            self.stdout.write(f"    {count:>7,}  {reason}")
        rate = round(batch.rows_total / seconds) if seconds else 0
        self.stdout.write(
            _("%(seconds)s seconds, %(rate)s rows a second") % {"seconds": f"{seconds:.1f}", "rate": f"{rate:,}"}
        )
        if rejects is not None and batch.held:
            kind = "csv" if rejects.suffix.lower() == ".csv" else "xlsx"
            rejects.write_bytes(held_file(batch, get_language() or "en", kind=kind))
            self.stdout.write(_("The rows set aside were written to %(file)s.") % {"file": rejects})


def _source(code: str | None) -> StageSource | None:
    if not code:
        return None
    found = StageSource.objects.filter(code=code, is_active=True).first()
    if found is None:
        known = ", ".join(StageSource.objects.filter(is_active=True).values_list("code", flat=True)) or "—"
        raise CommandError(
            _("There is no source called %(code)s. There are: %(known)s") % {"code": code, "known": known}
        )
    return found


def _mapping(file: Path) -> StageMap:
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise CommandError(_("%(file)s is not valid YAML.") % {"file": file}) from None
    return StageMap.from_settings(told if isinstance(told, dict) else {})
