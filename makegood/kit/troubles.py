"""What went wrong, in words that may be kept: an exception's own text can hold a name, a phone number, a letter."""

from __future__ import annotations

import traceback
from pathlib import Path

from makegood.kit.errors import Refusal

HOUSE = Path(__file__).resolve().parents[1]


def kept_words(problem: BaseException) -> str:
    """The class, the last place of our own code, and what is safe of the rest: the name of a violated constraint, the
    code of a refusal with its sentence as written, its places unfilled.
    """
    name = type(problem).__name__
    where = f" at {place}" if (place := _place(problem)) else ""
    if isinstance(problem, Refusal):
        return f"{name} ({problem.code}){where}: {problem.message}"
    diagnosis = getattr(problem.__cause__ or problem, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None)
    return f"{name}{where}" + (f": {constraint}" if constraint else "")


def _place(problem: BaseException) -> str:
    """`room/file.py:line` of the innermost frame that is ours; empty where none is."""
    for frame in reversed(traceback.extract_tb(problem.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(HOUSE):
            return f"{file.relative_to(HOUSE)}:{frame.lineno}"
    return ""
