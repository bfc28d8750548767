"""Contact values in one normal form, and their masked form for screens."""

from __future__ import annotations

import re
import unicodedata


def normalise(kind: str, value: str) -> str:
    """Full-width digits folded; phones to digits with +86 dropped; e-mail lower-cased."""
    text = unicodedata.normalize("NFKC", value).strip()
    if kind == "phone":
        digits = re.sub(r"[^\d+]", "", text)
        return re.sub(r"^(\+?86)(?=1\d{10}$)", "", digits)
    return text.lower()


def masked(kind: str, value: str) -> str:
    """138****5678, w***@example.com, or the first character and stars."""
    if kind == "phone" and len(value) >= 7:
        return f"{value[:3]}****{value[-4:]}"
    if kind == "email" and "@" in value:
        name, domain = value.split("@", 1)
        return f"{name[:1]}***@{domain}"
    return value[:1] + "***"


def masked_name(name: str, *, is_business: bool = False) -> str:
    """王芳 → 王*; businesses keep their name."""
    if is_business or not name:
        return name
    if " " in name:
        return " ".join(part[:1] + "." for part in name.split() if part)
    return name[:1] + "*" * max(1, len(name) - 1)
