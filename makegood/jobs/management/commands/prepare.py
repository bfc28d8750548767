from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from makegood.jobs.static_files import collect_if_stale
from makegood.panels.catalogues import compile_stale


class Command(BaseCommand):
    help = "Bring the database, the catalogues and the static files to this release."

    def handle(self, *args: Any, **options: Any) -> None:
        compile_stale()
        call_command("migrate", interactive=False, verbosity=0)
        collect_if_stale()
