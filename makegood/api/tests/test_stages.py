"""Machines tell of stages: in bulk, signed, late, twice, out of order, wrong. B10, D6"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.api.tests.test_api import Machine, machine_of
from makegood.encounters.models import Encounter, HeldLine, Stage, StageBatch
from makegood.encounters.operations import name_stage, open_source, replay_held
from makegood.kit.actor import SYSTEM
from makegood.wires.webhooks import signature

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def machine(company: Any, now: Any) -> Machine:
    return machine_of(company.branch_a, now)


def bulk(machine: Machine, *lines: Any) -> Any:
    body = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return machine.post("/stages/bulk", body)


def dish(reference: str, start: Any, minutes: int, **more: Any) -> dict[str, Any]:
    return {
        "kind": "visit", "reference": reference, "branch": "a", "encounter_started_at": start.isoformat(),
        "stage": "dishes", "started_at": start.isoformat(), "ended_at": (start + minutes * MINUTE).isoformat(),
    } | more  # fmt: skip


def test_of_ten_thousand_lines_three_are_wrong_and_no_more_are_set_aside(machine: Machine) -> None:
    start = timezone.now() - timedelta(hours=5)
    lines = [dish(f"V{n}", start, 20) for n in range(10_000)]
    lines[17]["stage"] = "desert"
    lines[18]["ended_at"] = (start - timedelta(hours=1)).isoformat()
    lines[19]["started_at"] = 10**30
    answer = bulk(machine, *lines).json()
    assert (answer["received"], answer["taken"], answer["held"]) == (10_000, 9_997, 3)
    assert [(p["line"], p["code"]) for p in answer["problems"]] == [
        (18, "unknown_stage"), (19, "ends_before_it_began"), (20, "bad_value"),
    ]  # fmt: skip
    assert "desert" in answer["problems"][0]["detail"]
    assert Stage.objects.count() == 9_997
    again = bulk(machine, *lines[:10], *lines[21:30]).json()
    assert (again["taken"], again["repeated"]) == (0, 19)
    name_stage("desert", by=SYSTEM, at=timezone.now())
    assert replay_held(by=SYSTEM, at=timezone.now()) == 1
    batch = StageBatch.objects.order_by("pk")[0]
    assert (batch.taken, batch.held, Stage.objects.filter(name="desert").count()) == (9_998, 2, 1)


def test_every_kind_of_nonsense_has_its_reason_and_spoils_nothing(machine: Machine) -> None:
    start = timezone.now() - timedelta(hours=2)
    wrong: list[tuple[str, Any]] = [
        ("bad_json", b"{"),
        ("bad_json", b"\xff\xfe"),
        ("bad_json", b'{"kind":"visit","reference":' + b"9" * 5_000 + b"}"),
        ("not_an_object", b"[1]"),
        ("bad_json", b"[" * 50_000),
        ("unknown_field", dish("V1", start, 9, colour="red")),
        ("bad_kind", dish("V1", start, 9, kind="party")),
        ("bad_kind", dish("V1", start, 9, kind=7)),
        ("bad_reference", dish("", start, 9)),
        ("bad_reference", dish("a\x00b", start, 9)),
        ("bad_reference", dish("x" * 81, start, 9)),
        ("bad_value", dish("V1", start, 9, channel={"a": 1})),
        ("bad_value", dish("V1", start, 9, delayed="perhaps")),
        ("bad_value", dish("V1", start, 9, phone="call me")),
        ("no_zone", dish("V1", start, 9, started_at="2026-11-18T10:00:00")),
        ("bad_time", dish("V1", start, 9, started_at="soon")),
        ("impossible_time", dish("V1", start, 9, started_at="2026-02-30T10:00:00+08:00")),
        ("unknown_branch", dish("V1", start, 9, branch="b")),  # another branch's token: no such branch
        ("bad_name", dish("V1", start, 9, stage="Dishes!")),
        ("in_the_future", dish("V1", start, 600)),
        ("encounter_in_the_future", dish("V1", start, 9, encounter_started_at=(start + 600 * MINUTE).isoformat())),
        ("too_far_ahead", dish("V1", start, 9, promised_at="2099-01-01T00:00:00Z")),
        ("no_stage_time", {k: v for k, v in dish("V1", start, 9).items() if k not in ("started_at", "ended_at")}),
        ("before_the_encounter", dish("V2", start, 9, started_at=(start - timedelta(hours=1)).isoformat())),
        ("unknown_encounter", {"kind": "order", "reference": "D9", "stage": "refund", "ended_at": start.isoformat()}),
    ]  # fmt: skip
    answer = bulk(machine, *(line for _code, line in wrong), dish("V3", start, 9)).json()
    assert [problem["code"] for problem in answer["problems"]] == [code for code, _line in wrong]
    assert (answer["taken"], HeldLine.objects.count()) == (1, len(wrong))
    assert Stage.objects.get().encounter.reference == "V3"
    assert not any("%(" in problem["detail"] or "…" in problem["detail"] for problem in answer["problems"])


def test_a_stage_told_before_its_encounter_waits_for_it(machine: Machine) -> None:
    start = timezone.now() - timedelta(hours=2)
    early = {"kind": "order", "reference": "D9", "stage": "refund", "ended_at": (start + MINUTE).isoformat()}
    assert bulk(machine, early).json()["held"] == 1
    first = bulk(machine, dish("D9", start, 9, kind="order")).json()
    assert (first["taken"], first["held"]) == (1, 0)
    assert Stage.objects.get(name="refund").ended_at == start + MINUTE
    assert HeldLine.objects.get().state == "taken"


def test_a_single_wrong_stage_is_refused_in_words(machine: Machine) -> None:
    start = timezone.now() - timedelta(hours=1)
    assert bulk(machine, dish("V1", start, 9)).json()["taken"] == 1
    answer = machine.post("/encounters/visit/V1/stages", {"name": "desert", "ended_at": start.isoformat()})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_stage")
    assert "desert" in answer.json()["detail"]


def test_a_clock_that_is_known_to_be_ahead_is_set_right(machine: Machine, company: Any, now: Any) -> None:
    open_source(code="kitchen", name="厨房屏", skew_seconds=180, token=machine.token, by=SYSTEM, at=now)
    start = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    assert bulk(machine, dish("V1", start, 9)).json()["taken"] == 1
    stage = Stage.objects.get()
    assert (stage.started_at, stage.ended_at) == (start - 3 * MINUTE, start + 6 * MINUTE)
    assert Encounter.objects.get().started_at == start - 3 * MINUTE


def hook(secret: str, body: bytes, *, at: Any = None, source: str = "pos", header: str = "") -> Any:
    header = header or signature(secret, body, timestamp=int((at or timezone.now()).timestamp()))
    return Client(headers={"Makegood-Signature": header}).post(
        f"/api/v1/hooks/stages/{source}", body, content_type="application/x-ndjson"
    )


def test_a_signed_post_is_taken_in_once_and_an_unsigned_one_never(company: Any, now: Any) -> None:  # L: signatures
    _source, secret = open_source(code="pos", name="收银", branch=company.branch_a, with_secret=True, by=SYSTEM, at=now)
    start = timezone.now() - timedelta(hours=1)
    body = json.dumps(dish("V1", start, 9)).encode()
    sent = timezone.now()
    first, second = hook(secret, body, at=sent), hook(secret, body, at=sent)
    assert (first.status_code, first.json()["taken"], first.json()["replayed"]) == (200, 1, False)
    assert (second.json()["batch"], second.json()["replayed"]) == (first.json()["batch"], True)
    assert StageBatch.objects.count() == 1
    good = signature(secret, body, timestamp=int(timezone.now().timestamp()))
    for answer in (
        hook("other", body), hook(secret, body, at=timezone.now() - 6 * MINUTE), hook(secret, body, source="none"),
        hook(secret, body + b" ", header=good), hook(secret, body, header="nonsense"), hook(secret, body, header="é"),
        hook(secret, body, header=f"t={'9' * 30},v1=aa"),
    ):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed")
    other = hook(secret, json.dumps(dish("V2", start, 9, branch="b")).encode())
    assert other.json()["problems"][0]["code"] == "unknown_branch"  # a source speaks for its own branch


def test_without_a_line_nothing_is_taken(machine: Machine) -> None:
    assert bulk(machine, b"  ").status_code == 422
