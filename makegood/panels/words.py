"""Refusals in the reader's language. The pure floors cannot mark their sentences, so they are listed here."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from makegood.kit.errors import Refusal

OF_THE_KIT = (
    noop("This cannot be done."),
    noop("You are not allowed to do this. Ask your supervisor."),
    noop("Somebody else changed this a moment ago. Look at the new state and try again."),
)


def refusal_words(refusal: Refusal) -> str:
    """What to tell the reader; parameters are filled after translation."""
    text = gettext(str(refusal.message))
    return text % refusal.params if refusal.params else text
