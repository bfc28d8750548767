"""Text as it may be stored: no NUL, no halves of characters, within the size that is kept."""

from __future__ import annotations

import re

from makegood.kit.words import clean, clean_line

__all__ = [
    "MAX_KEY", "MAX_SUBJECT", "MAX_TEXT", "MIN_LINKABLE", "VISIBLE", "clean", "clean_line", "guessed_locale",
    "says_something",
]  # fmt: skip

MAX_TEXT = 20_000
MAX_SUBJECT = 200
MAX_KEY = 200
MIN_LINKABLE = 12  # "好评！" from a thousand people is no repetition

# Everything but white space, controls and the marks that only steer how text is laid out (Unicode Zs Zl Zp Cc Cf).
VISIBLE = (
    "[^\\x00-\\x20\\x7f-\\xa0\\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_VISIBLE = re.compile(VISIBLE)


def says_something(text: str) -> bool:
    """Whether there is a character that a reader could see."""
    return _VISIBLE.search(text) is not None


def guessed_locale(text: str) -> str:
    """``zh`` where Chinese characters stand, ``en`` where only Latin letters do, else nothing."""
    if re.search("[\u3400-\u9fff]", text):
        return "zh"
    return "en" if re.search("[A-Za-z]", text) else ""
