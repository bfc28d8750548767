"""A sort key for names: the embedded database has no ICU collation, so the order is stored."""

from __future__ import annotations

from pypinyin import lazy_pinyin


def pinyin_key(name: str) -> str:
    """Lower-case pinyin of ``name``, surname first, at most 160 characters; other scripts are kept."""
    return " ".join(lazy_pinyin(name)).lower()[:160]
