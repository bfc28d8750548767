from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import BusinessCalendar, Commitment, CommitmentVersion
from makegood.commitments.operations.define_calendar import define_calendar
from makegood.commitments.operations.draft import Draft, draft_commitment
from makegood.commitments.rules.presets import PRESETS, Preset
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid


def known_presets() -> list[Preset]:
    """What a new promise may begin with."""
    return list(PRESETS.values())


@transaction.atomic
def draft_from_preset(code: str, *, by: Actor, at: datetime) -> list[CommitmentVersion]:
    """The promises of a preset as drafts, with the calendars that they need; nothing is published.

    Promises and calendars that are there already stay as they are. Raises Invalid for a preset that nobody knows, and
    where all of its promises are there.
    """
    preset = PRESETS.get(code)
    if preset is None:
        raise Invalid(_("Choose one of the presets."), field="preset")
    known = set(Commitment.objects.filter(code__in=[it.code for it in preset.promises]).values_list("code", flat=True))
    wanted = [it for it in preset.promises if it.code not in known]
    if not wanted:
        raise Invalid(_("All promises of this preset are there already. Draft their next versions."), field="preset")
    there = set(BusinessCalendar.objects.values_list("code", flat=True))
    for one in preset.calendars:
        if one.code not in there:
            define_calendar(
                code=one.code, name=one.name, week=one.week, holidays=one.holidays, time_zone=one.time_zone, by=by,
                ends_at_closing=one.ends_at_closing, at=at,
            )  # fmt: skip
    return [
        draft_commitment(
            Draft(
                code=it.code, name=it.name, statement_zh_hans=it.statement_zh_hans, statement_en=it.statement_en,
                calendar=it.calendar, **it.values,
            ),
            by=by, at=at,
        )
        for it in wanted
    ]  # fmt: skip
