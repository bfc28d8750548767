from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from makegood.jobs.doctor.finding import Level
from makegood.jobs.doctor.house import look_at_house
from makegood.jobs.doctor.machine import look_at_machine
from makegood.jobs.instance import Instance
from makegood.jobs.models import Beat
from makegood.jobs.secret_file import ensure_secrets


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("MAKEGOOD_SECRET", raising=False)


def test_a_healthy_machine_has_nothing_broken(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    assert [one.words for one in look_at_machine(tmp_path) if one.level is Level.BROKEN] == []


def test_secrets_that_others_can_read_are_broken_with_the_cure(tmp_path: Path) -> None:
    path = ensure_secrets(tmp_path)
    path.chmod(0o644)
    (found,) = [one for one in look_at_machine(tmp_path) if one.level is Level.BROKEN]
    assert found.words == f"Others on this machine can read the secrets: {path}."
    assert found.remedy == f"chmod 600 {path}"


def test_a_full_disk_is_broken_and_a_nearly_full_one_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    for free, level in ((100 * 1024**2, Level.BROKEN), (2 * 1024**3, Level.NOTE), (50 * 1024**3, Level.FINE)):
        monkeypatch.setattr("shutil.disk_usage", lambda _, free=free: usage(0, 0, free))
        (disk,) = [one for one in look_at_machine(tmp_path) if "GB are free" in one.words]
        assert disk.level is level


@pytest.mark.django_db
def test_a_migrated_database_is_said_to_be_at_this_release(tmp_path: Path) -> None:
    words = [one.words for one in look_at_house(tmp_path)]
    assert "The database is at this release." in words
    assert "No work is parked." in words


@pytest.mark.django_db
def test_a_silent_round_is_broken_only_while_makegood_runs(tmp_path: Path) -> None:
    Beat.objects.create(round="outbox", host="here", seen_at=timezone.now() - timedelta(minutes=5))
    assert not any("outbox" in one.words for one in look_at_house(tmp_path))
    instance = Instance.claim(tmp_path)
    try:
        broken = [one.words for one in look_at_house(tmp_path) if one.level is Level.BROKEN]
    finally:
        instance.give_up()
    assert any("outbox" in words and "last seen" in words for words in broken)


@pytest.mark.django_db
def test_a_round_that_trips_is_broken_with_its_reason(tmp_path: Path) -> None:
    Beat.objects.create(round="seals", host="here", seen_at=timezone.now(), trouble="ValueError: no key")
    (found,) = [one for one in look_at_house(tmp_path) if "seals" in one.words]
    assert found.level is Level.BROKEN
    assert found.words.endswith("trips: ValueError: no key")
