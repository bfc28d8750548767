"""One thing the doctor saw."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    FINE = "fine"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """``words`` say what is, ``remedy`` what to do about it."""

    level: Level
    words: str
    remedy: str = ""


def fine(words: str) -> Finding:
    return Finding(Level.FINE, words)


def note(words: str, remedy: str = "") -> Finding:
    return Finding(Level.NOTE, words, remedy)


def broken(words: str, remedy: str = "") -> Finding:
    return Finding(Level.BROKEN, words, remedy)
