"""Language codes as they arrive, and the three that the house speaks."""

from __future__ import annotations

TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def house_locale(code: str) -> str:
    """``zh-hans``, ``zh-hant`` or ``en`` for "zh", "zh_CN", "zh-TW", "en-GB" …; an empty text for any other."""
    asked = code.strip().lower().replace("_", "-")
    if asked.startswith(TRADITIONAL):
        return "zh-hant"
    if asked == "zh" or asked.startswith("zh-"):
        return "zh-hans"
    return "en" if asked == "en" or asked.startswith("en-") else ""
