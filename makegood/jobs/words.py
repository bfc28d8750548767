"""The terminal's language, before Django is there: the same catalogues, read by the standard library."""

from __future__ import annotations

import gettext as stdlib
import os
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
TRADITIONAL = ("zh_tw", "zh_hk", "zh_mo", "zh_hant")


def terminal_language() -> str:
    """``zh_Hans``, ``zh_Hant`` or ``en``, from LC_ALL, LC_MESSAGES or LANG."""
    named = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), "")
    plain = named.lower().replace("-", "_")
    if plain.startswith(TRADITIONAL):
        return "zh_Hant"
    return "zh_Hans" if plain.startswith("zh") else "en"


def django_language() -> str:
    """The same language by the name that Django gives it."""
    return {"zh_Hans": "zh-hans", "zh_Hant": "zh-hant"}.get(terminal_language(), "en")


def gettext(sentence: str) -> str:
    """``sentence`` in the terminal's language."""
    return _catalogue(terminal_language()).gettext(sentence)


def gettext_noop(sentence: str) -> str:
    """Mark ``sentence`` for the catalogues without translating it yet."""
    return sentence


@cache
def _catalogue(language: str) -> stdlib.NullTranslations:
    if language == "en":
        return stdlib.NullTranslations()
    # A fresh clone has no compiled catalogues, and its very first words should be in the reader's language.
    from makegood.panels.catalogues import compile_stale

    compile_stale()
    return stdlib.translation("django", LOCALES, languages=[language], fallback=True)
