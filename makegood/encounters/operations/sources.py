"""Who tells of stages, and which stages the house knows."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.encounters.events import StageNamed, StageSourceOpened
from makegood.encounters.models import StageName, StageSource
from makegood.encounters.rules.timings import NAME, STANDARD, StageRow, corrected
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.people.models import ApiToken, Branch

A_DAY = 86_400


@transaction.atomic
def open_source(
    *, code: str, name: str, skew_seconds: int = 0, branch: Branch | None = None, token: ApiToken | None = None,
    with_secret: bool = False, by: Actor, at: datetime,
) -> tuple[StageSource, str]:  # fmt: skip
    """A system that tells of stages, found again by its code; returns it and its new secret ("" without one).

    `skew_seconds`: how far its clock runs ahead of ours. Raises Invalid.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", code):
        raise Invalid(_("Use lower-case letters, digits, - and _ for the code."), field="code")
    if not name.strip():
        raise Invalid(_("Give the source a name."), field="name")
    if not -A_DAY <= skew_seconds <= A_DAY:
        raise Invalid(_("A clock that is more than a day off must be set right first."), field="skew_seconds")
    secret = f"mgs_{secrets.token_urlsafe(32)}" if with_secret else ""
    values = {"name": name.strip()[:80], "skew_seconds": skew_seconds, "branch": branch, "token": token}
    if secret:
        values["secret"] = secret
    source, _new = StageSource.objects.update_or_create(
        code=code, defaults={**values, "is_active": True}, create_defaults={**values, "opened_at": at}
    )
    journal.record(StageSourceOpened(source.pk, source.branch_id), by=by, at=at)
    return source, secret


def in_our_time(row: StageRow, source: StageSource | None) -> StageRow:
    """What a source tells, with the known error of its clock taken off."""
    return corrected(row, source.skew) if source else row


@transaction.atomic
def name_stage(code: str, *, label: str = "", is_active: bool = True, by: Actor, at: datetime) -> StageName:
    """Make a stage known to the house, or put one away; lines held for its name can be replayed. Raises Invalid."""
    code = code.strip().lower()
    if not NAME.match(code):
        raise Invalid(_("Use lower-case letters, digits, - and _ for the code."), field="code")
    if not is_active and code not in STANDARD and not StageName.objects.filter(code=code).exists():
        raise Invalid(_("There is no stage with this code."), field="code")
    named, _new = StageName.objects.update_or_create(
        code=code, defaults={"is_active": is_active, **({"label": label.strip()[:80]} if label else {})}
    )
    journal.record(StageNamed(named.pk, code, is_active), by=by, at=at)
    return named
