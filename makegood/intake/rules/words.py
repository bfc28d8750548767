"""Text as it may be stored: no NUL, no halves of characters, within the size that is kept."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 20_000
MAX_SUBJECT = 200
MAX_KEY = 200
MIN_LINKABLE = 12  # "好评！" from a thousand people is no repetition

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Line ends as \\n, control characters gone, lone surrogates as U+FFFD, no blanks at either end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub("", _SURROGATE.sub("\ufffd", text)).strip()


def clean_line(text: str) -> str:
    """``clean`` on one line: every run of white space is one space."""
    return " ".join(clean(text).split())


def says_something(text: str) -> bool:
    """Whether there is a letter, number, mark or sign that a reader could see."""
    return any(unicodedata.category(ch)[0] in "LNSP" for ch in text)


def guessed_locale(text: str) -> str:
    """``zh`` where Chinese characters stand, ``en`` where only Latin letters do, else nothing."""
    if re.search("[\u3400-\u9fff]", text):
        return "zh"
    return "en" if re.search("[A-Za-z]", text) else ""
