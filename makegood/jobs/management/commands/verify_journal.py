from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from makegood.journal.operations.seal import verify


class Command(BaseCommand):
    help = "Recompute the journal's chain of seals and name every alteration."

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify()
        facts = {"seals": report.seals, "entries": report.entries, "unsealed": report.unsealed}
        if not report.is_sound:
            raise CommandError("\n".join([_("The journal has been altered:"), *report.problems]))
        self.stdout.write(
            _("The journal is sound: %(entries)s entries under %(seals)s seals, %(unsealed)s not sealed yet.") % facts
        )
