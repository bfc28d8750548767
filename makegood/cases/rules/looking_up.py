"""What somebody typed into the search field: a number, a way to reach a customer, or words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST = 100
_NUMBER = re.compile(r"C(\d{1,8}(?:-\d{0,8})?)", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s\-()]{7,20}")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """``number_prefix`` or ``contact`` (kind, normal form) when that is what it looks like; the words always."""

    words: str
    number_prefix: str = ""
    contact: tuple[str, str] | None = None


def read(typed: str) -> Asked:
    text = unicodedata.normalize("NFKC", typed).replace("\x00", "").strip()[:MOST]
    if found := _NUMBER.fullmatch(text):
        return Asked(text, number_prefix=f"C{found.group(1)}")
    if _EMAIL.fullmatch(text):
        return Asked(text, contact=("email", text.lower()))
    if _PHONE.fullmatch(text):
        digits = re.sub(r"[^\d+]", "", text)
        return Asked(text, contact=("phone", re.sub(r"^(\+?86)(?=1\d{10}$)", "", digits)))
    return Asked(text)
