from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import HeardSignal
from makegood.commitments.operations.hear import hear
from makegood.commitments.rules.signals import Signal
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Invalid

NAME = re.compile(r"^[a-z][\w-]{0,39}$")
MOST = 1e12


@transaction.atomic
def observe(
    subject: tuple[str, int], name: str, value: float, *, observed_at: datetime, at: datetime,
    facts: Mapping[str, Any] | None = None, by: Actor = SYSTEM,
) -> bool:  # fmt: skip
    """A quality of a subject was measured. Told again it counts once, with another value it is a correction.

    `facts` are what promises are limited by (branch_id, channel, kind …). Returns whether it was news. Raises Invalid
    for a name or a number that makes no sense, and for a moment that is still to come.
    """
    if not NAME.match(name):
        raise Invalid(_("Name what was measured in small letters, such as temperature."), field="name")
    if not math.isfinite(value) or abs(value) > MOST:
        raise Invalid(_("A measured value is a plain number."), field="value")
    signal = f"measure.{name}"
    known = HeardSignal.objects.filter(
        subject_kind=subject[0], subject_id=subject[1], name=signal, at=observed_at
    ).order_by("pk").last()  # fmt: skip
    if known is not None and known.facts.get("value") == value:
        return False
    said = {**(facts or {}), "value": value}
    hear(Signal(signal, subject, said, observed_at, judged_at=None if known is None else at), at=at, by=by)
    return True
