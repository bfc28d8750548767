"""Feedback as intake makes it, for the tests of rooms above."""

from __future__ import annotations

from itertools import count

from makegood.intake.models import Channel, Feedback
from makegood.intake.operations import receive_feedback
from makegood.kit.actor import SYSTEM
from tests.cast import NOW

_keys = count(1)


def channel(code="web", kind="web_form", branch=None):
    return Channel.objects.get_or_create(code=code, defaults={"name": code, "kind": kind, "branch": branch})[0]


def feedback(text, *, branch=None, subject="", at=NOW, through=None) -> Feedback:
    received = receive_feedback(
        channel=through or channel(), key=f"t{next(_keys)}", text=text, subject=subject, branch=branch, by=SYSTEM, at=at
    )
    return received.feedback
