from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.people.events import LanguageChosen
from makegood.people.models import Staff


@transaction.atomic
def choose_language(staff: Staff, locale: str, *, by: Actor, at: datetime) -> None:
    """From now on everything is said to ``staff`` in this language, on every machine. Raises Invalid; repeatable."""
    if locale not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages offered."), field="language")
    if not Staff.objects.filter(pk=staff.pk).exclude(locale=locale).update(locale=locale):
        return
    staff.locale = locale
    journal.record(LanguageChosen(staff.pk, staff.branch_id, locale), by=by, at=at)
