"""Bring text to one script, width and case without moving a single character.

Everything found in the folded text stands at the same offset in the text that was given: that is what
lets evidence spans and masks point into the original.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Traditional characters as simplified ones; the same length as `text`."""
    try:
        converted: str = _converter().convert(text)
    except UnicodeEncodeError:
        converted = _converter().convert(text.translate(_SURROGATES))
    if len(converted) == len(text):
        return converted
    return "".join(_one(ch) for ch in text)


def _one(ch: str) -> str:
    converted: str = _converter().convert(ch.translate(_SURROGATES))
    return converted if len(converted) == 1 else ch


class _Table(dict[int, int]):
    """Half-width lower-case form of a character, found once and kept."""

    def __missing__(self, code: int) -> int:
        form = unicodedata.normalize("NFKC", chr(code)).lower()
        found = ord(form) if len(form) == 1 else code
        self[code] = found
        return found


_TABLE = _Table({0x3002: 0x3002, 0xFF0C: ord(","), 0xFF01: ord("!"), 0xFF1F: ord("?"), 0x3000: 0x20})


def folded(text: str) -> str:
    """Simplified, half-width, lower case; the same length as `text`."""
    return simplified(text).translate(_TABLE)
