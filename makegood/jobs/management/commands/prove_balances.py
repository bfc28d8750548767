from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from makegood.ledger.queries import prove_balances


class Command(BaseCommand):
    help = "Add up every posting of the ledger again and name whatever does not agree."

    def handle(self, *args: Any, **options: Any) -> None:
        proof = prove_balances()
        if not proof.is_sound:
            raise CommandError("\n".join([_("The books do not add up:"), *proof.problems]))
        facts = {"transfers": proof.transfers, "budgets": proof.budgets}
        self.stdout.write(_("The books are proven: %(transfers)s movements in %(budgets)s budgets.") % facts)
