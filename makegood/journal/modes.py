"""In which mode things are recorded. A mode is set around a piece of work, never passed row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Mode(StrEnum):
    LIVE = "live"
    BACKFILL = "backfill"  # imports, replays, re-parsing: measured, but nobody is paid or written to
    DRILL = "drill"


_mode: ContextVar[Mode] = ContextVar("makegood_journal_mode", default=Mode.LIVE)


def current_mode() -> Mode:
    return _mode.get()


@contextmanager
def in_mode(mode: Mode | str) -> Iterator[None]:
    token = _mode.set(Mode(mode))
    try:
        yield
    finally:
        _mode.reset(token)
