"""A log of states: from when on an encounter was open, waiting, resolved …; each entry is a fact by itself.

Nothing is derived from the entry before or after, so any order of telling comes out the same: a promise says which
states pause it, resume it and stop it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from makegood.kit.problems import Problem

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class StateRow:
    """One telling: the encounter entered state `name` at `at`."""

    name: str
    at: datetime


def state_name(word: str, called: Mapping[str, str]) -> str:
    """The code of a state: as the mapping says, else the word itself ("Awaiting User Info" → awaiting-user-info).

    Raises Problem("bad_state") for a word that makes no code.
    """
    known = called.get(word) or called.get(word.casefold())
    folded = unicodedata.normalize("NFKC", known or word).casefold()
    name = folded if NAME.fullmatch(folded) else re.sub(r"[^a-z0-9_]+", "-", folded).strip("-")
    # A sign or a foreign letter that is left out makes another word of it: -100 is not 100, 已关闭b is not b.
    is_whole = all(ch.isascii() for ch in folded) and folded[:1].isalpha()
    if not is_whole or not NAME.fullmatch(name):
        raise Problem("bad_state", value=word[:60])
    return name


def what_is_wrong_with(row: StateRow, *, at: datetime) -> str:
    """Why it cannot be true by itself, as a reason code; empty when nothing is wrong."""
    if not NAME.fullmatch(row.name):
        return "bad_state"
    return "state_in_the_future" if row.at > at + SKEW else ""


def in_our_time(row: StateRow, skew: timedelta) -> StateRow:
    return replace(row, at=row.at - skew) if skew else row
