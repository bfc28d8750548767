from __future__ import annotations

from django.conf import settings

from makegood.cases.models import Case
from makegood.kit.locales import house_locale


def language_of(case: Case) -> str:
    """The language to write to the customer in: theirs, else that of their words, else the house's."""
    theirs = house_locale(case.customer.locale) if case.customer else ""
    words = house_locale(case.feedback.locale) if case.feedback and not theirs else ""
    return theirs or words or settings.LANGUAGE_CODE
