"""``makegood manage open_stage_source CODE NAME``: a system that tells of stages, its clock's error and its secret.

Calls ``encounters.operations.open_source``. The secret is shown this once.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import activate
from django.utils.translation import gettext as _

from makegood.encounters.operations import open_source
from makegood.jobs.words import django_language
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal
from makegood.people.models import ApiToken, Branch


class Command(BaseCommand):
    help = "Open a source of stages, or change its skew or secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("name")
        parser.add_argument("--branch")
        parser.add_argument("--token-prefix", help="what it tells with this API token is its telling as well")
        parser.add_argument("--skew", type=int, default=0, help="seconds by which its clock is ahead of ours")
        parser.add_argument("--secret", action="store_true", help="give it a (new) secret for its webhook")

    def handle(self, *args: Any, **options: Any) -> None:
        activate(django_language())
        branch = Branch.objects.filter(code=options["branch"]).first()
        if options["branch"] and branch is None:
            raise CommandError(_("There is no branch with this code."))
        token = ApiToken.objects.filter(prefix=options["token_prefix"], revoked_at=None).first()
        if options["token_prefix"] and token is None:
            raise CommandError(_("There is no token that begins so."))
        try:
            source, secret = open_source(
                code=options["code"], name=options["name"], skew_seconds=options["skew"], branch=branch, token=token,
                with_secret=options["secret"], by=SYSTEM, at=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"/api/v1/hooks/stages/{source.code}")
        if secret:
            self.stdout.write(secret)
