"""Text as it may be stored: no NUL, no halves of characters, line ends made one."""

from __future__ import annotations

import re

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")  # nearly every text has none of these
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Line ends as \\n, control characters gone, lone surrogates as U+FFFD, no blanks at either end."""
    if _UNCLEAN.search(text) is None:
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub("", _SURROGATE.sub("\ufffd", text)).strip()


def clean_line(text: str) -> str:
    """``clean`` on one line: every run of white space is one space."""
    return " ".join(clean(text).split())
