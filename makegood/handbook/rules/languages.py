"""Which language a reader gets when theirs is missing."""

from __future__ import annotations

FALLBACKS: dict[str, tuple[str, ...]] = {
    "zh-hans": ("zh-hans", "zh-hant", "en"),
    "zh-hant": ("zh-hant", "zh-hans", "en"),
    "en": ("en", "zh-hans", "zh-hant"),
}
DEFAULT = "zh-hans"


def preference(locale: str) -> tuple[str, ...]:
    """The languages to try for ``locale``, the best first."""
    return FALLBACKS.get(locale.lower(), FALLBACKS[DEFAULT])
