"""How a customer is addressed when we do not know more than the name."""

from __future__ import annotations

# Surnames of two characters; without them 欧阳先生 would become 欧先生.
DOUBLE_SURNAMES = ("欧阳", "司马", "诸葛", "上官", "东方", "尉迟", "公孙", "令狐", "慕容", "司徒", "夏侯", "皇甫")


def salutation(name: str, *, is_business: bool, locale: str) -> str:
    """王芳 → 王女士/先生 (we never guess which); businesses and other names stay as they are."""
    if is_business or locale == "en" or not _is_han(name):
        return name
    surname = name[:2] if name.startswith(DOUBLE_SURNAMES) else name[:1]
    return surname + "女士／先生"


def _is_han(name: str) -> bool:
    return bool(name) and all("\u3400" <= ch <= "\u9fff" or ch == "·" for ch in name)
