from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from makegood import journal
from makegood.intake.models import Channel, Import
from makegood.intake.operations import import_channel, queue_import, run_import, start_import
from makegood.intake.queries.quarantine import quarantine_file, reasons_of
from makegood.intake.reasons import FileRefused
from makegood.intake.rules.mapping import ColumnMap
from makegood.intake.rules.problems import Problem
from makegood.jobs.words import django_language
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal

BAR = 30


class Command(BaseCommand):
    help = "Import feedback from a CSV or XLSX file, as history: promises are measured, nobody is written to."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", type=Path, dest="mapping", help="YAML: columns, time_zone, date_order, sheet")
        parser.add_argument("--channel", help="the code of the channel the file belongs to")
        parser.add_argument("--rejects", type=Path, help="write the rows that were not taken in to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(django_language()):
            try:
                done = self._bring_in(options["file"], options["mapping"], options["channel"])
                self._tell(done, options["rejects"])
                journal.drain_all(at=timezone.now())
            except Refusal as refused:
                raise CommandError(str(refused)) from None

    def _bring_in(self, file: Path, mapping: Path | None, channel: str | None) -> Import:
        data, now = _content(file), timezone.now()
        place = _channel(channel) if channel else import_channel(by=SYSTEM, at=now)
        columns = _column_map(mapping) if mapping else None
        source = start_import(channel=place, name=file.name, data=data, by=SYSTEM, at=now)
        queue_import(source, columns or ColumnMap.from_settings(source.settings), by=SYSTEM, at=now)

        def clock() -> datetime:
            self._progress(source)
            return timezone.now()

        return run_import(source.pk, by=SYSTEM, clock=clock)

    def _progress(self, source: Import) -> None:
        if not sys.stderr.isatty():
            return
        source.refresh_from_db(fields=["rows_done"])
        filled = BAR * source.percent // 100
        self.stderr.write(f"\r[{'█' * filled}{'·' * (BAR - filled)}] {source.percent:3d} %", ending="")

    def _tell(self, done: Import, rejects: Path | None) -> None:
        facts = {name: getattr(done, name) for name in _COUNTS}
        if done.adds_nothing:
            self.stdout.write(_("All %(rows_total)s rows were here already; nothing was added.") % facts)
            return
        self.stdout.write(_("Taken in: %(accepted)s of %(rows_total)s rows, with %(replies)s replies.") % facts)
        self.stdout.write(_("Here already: %(duplicates)s. Not taken in: %(quarantined)s.") % facts)
        self.stdout.write(_("Repeated texts, proposed as links: %(repeated_texts)s.") % facts)
        for reason, count in reasons_of(done):
            self.stdout.write(f"  {count} × {reason}")
        if rejects and done.quarantined:
            kind = "csv" if rejects.suffix.lower() == ".csv" else "xlsx"
            rejects.write_bytes(quarantine_file(done, django_language(), kind=kind))
            self.stdout.write(_("The rows not taken in, with their reasons: %(file)s") % {"file": rejects})


_COUNTS = ("rows_total", "accepted", "replies", "duplicates", "quarantined", "repeated_texts")


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise CommandError(_("There is no file %(file)s.") % {"file": file})
    if file.stat().st_size > settings.MAX_IMPORT_BYTES:
        raise FileRefused(Problem("too_large", limit=settings.MAX_IMPORT_BYTES // 1_000_000))
    return file.read_bytes()


def _channel(code: str) -> Channel:
    found = Channel.objects.filter(code=code).first()
    if found is None:
        raise CommandError(_("There is no channel with the code %(code)s.") % {"code": code})
    return found


def _column_map(file: Path) -> ColumnMap:
    try:
        given = yaml.safe_load(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise CommandError(_("The mapping cannot be read: %(reason)s") % {"reason": problem}) from None
    try:
        return ColumnMap.from_settings(given if isinstance(given, dict) else {})
    except Problem as problem:
        raise FileRefused(problem) from None
