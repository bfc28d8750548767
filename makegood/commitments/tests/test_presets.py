"""Presets are drafts of what a rule asks for: dates worked out by hand, nothing published. D1, N9"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.commitments.models import Clock, Commitment, CommitmentVersion
from makegood.commitments.operations import draft_from_preset, hear, known_presets, publish, review
from makegood.commitments.rules.extensions import signal_name
from makegood.commitments.rules.presets import PRESETS
from makegood.commitments.tests.factories import shanghai, signal
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid

pytestmark = pytest.mark.django_db


def in_force(preset: str, code: str, at: Any) -> CommitmentVersion:
    versions = draft_from_preset(preset, by=SYSTEM, at=at)
    version = next(one for one in versions if one.commitment.code == code)
    review(version, by=SYSTEM, at=at)
    publish(version, by=SYSTEM, at=at)
    return version


@pytest.mark.parametrize("code", list(PRESETS))
def test_every_preset_becomes_drafts_that_can_be_published(code: str, now: Any) -> None:
    for version in draft_from_preset(code, by=SYSTEM, at=now):
        assert (version.state, bool(version.statement_en), bool(version.statement_zh_hant)) == ("draft", True, True)
        review(version, by=SYSTEM, at=now)
        publish(version, by=SYSTEM, at=now)
    assert {preset.code for preset in known_presets()} == set(PRESETS)


def test_a_preset_leaves_what_is_there_as_it_is(now: Any) -> None:
    draft_from_preset("iso-10002", by=SYSTEM, at=now)
    with pytest.raises(Invalid):
        draft_from_preset("iso-10002", by=SYSTEM, at=now)
    with pytest.raises(Invalid):
        draft_from_preset("nobody-knows", by=SYSTEM, at=now)
    assert Commitment.objects.count() == 2


def test_a_bank_decides_in_15_days_and_after_approval_in_30_and_60(now: Any) -> None:
    version = in_force("cn-financial", "cn-financial-15", shanghai("2026-11-01T08:00"))
    hear(signal("case.opened", at=shanghai("2026-11-02T10:00"), nature="complaint"), at=now)
    assert Clock.objects.get().due_at == shanghai("2026-11-18T00:00")  # the day of receipt does not count
    for step, due in ((1, "2026-12-03T00:00"), (2, "2027-01-02T00:00")):
        asked = shanghai("2026-11-15T10:00") + timedelta(minutes=step)
        hear(signal(signal_name(version.commitment_id, step), at=asked), at=now)
        assert Clock.objects.get().due_at == shanghai(due)


def test_a_british_firm_has_three_business_days_and_eight_weeks(now: Any) -> None:
    from datetime import UTC, datetime

    draft_at = datetime(2026, 8, 1, tzinfo=UTC)
    for version in draft_from_preset("uk-disp", by=SYSTEM, at=draft_at):
        review(version, by=SYSTEM, at=draft_at)
        publish(version, by=SYSTEM, at=draft_at)
    # Friday before the August bank holiday (Monday 31): Tuesday, Wednesday, Thursday.
    hear(signal("case.opened", at=datetime(2026, 8, 28, 14, tzinfo=UTC), nature="complaint"), at=now)
    due = {clock.commitment.code: clock.due_at for clock in Clock.objects.select_related("commitment")}
    assert due["uk-disp-3-days"] == datetime(2026, 9, 3, 16, tzinfo=UTC)
    assert due["uk-disp-8-weeks"] == datetime(2026, 10, 23, 14, tzinfo=UTC)
