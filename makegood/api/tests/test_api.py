"""Machines hand over feedback and read what is theirs. Journey 8"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.api import limits
from makegood.api.docs import SCOPES, SUMMARIES
from makegood.api.tokens import Bearer
from makegood.encounters.models import Stage
from makegood.intake.models import Arrival, Feedback
from makegood.intake.operations import close_channel, open_channel
from makegood.intake.queries import daily_balance
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.periods import Period
from makegood.notices.models import WebhookSubscription
from makegood.people.operations import issue_token, revoke_token

pytestmark = pytest.mark.django_db
EVERY_SCOPE = sorted(set(SCOPES.values()))
TEXT = "等了四十分钟都没上菜，电话13812345678"


class Machine:
    """A client with a token."""

    def __init__(self, token: Any, secret: str) -> None:
        self.token = token
        self._http = Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"})

    def post(self, path: str, body: Any, **headers: str) -> Any:
        data = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self._http.post(f"/api/v1{path}", data, content_type="application/json", headers=headers)

    def get(self, path: str, **headers: str) -> Any:
        return self._http.get(f"/api/v1{path}", headers=headers)

    def delete(self, path: str) -> Any:
        return self._http.delete(f"/api/v1{path}")


def machine_of(branch: Any, now: Any, scopes: list[str] | None = None) -> Machine:
    return Machine(*issue_token(name="CRM", scopes=scopes or EVERY_SCOPE, branch=branch, by=SYSTEM, at=now))


@pytest.fixture
def machine(company: Any, now: Any) -> Machine:
    open_channel(code="api", name="接口", kind="api", by=SYSTEM, at=now)
    return machine_of(company.branch_a, now)


def test_one_item_is_taken_in_and_the_same_key_gets_the_same_answer(machine: Machine, company: Any) -> None:
    first = machine.post("/feedback", {"text": TEXT}, **{"Idempotency-Key": "k-1"})
    again = machine.post("/feedback", {"text": TEXT}, **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (first.has_header("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (False, "true")
    kept = Feedback.objects.get()
    assert (kept.pk, kept.branch_id, kept.mode) == (first.json()["id"], company.branch_a.pk, "live")
    entry = Entry.objects.get(name="intake.FeedbackReceived")
    assert (entry.actor_kind, entry.actor_id) == ("machine", machine.token.pk)


def test_the_same_key_with_other_words_is_a_conflict(machine: Machine) -> None:
    machine.post("/feedback", {"text": TEXT}, **{"Idempotency-Key": "k-1"})
    answer = machine.post("/feedback", {"text": "别的话"}, **{"Idempotency-Key": "k-1"})
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
        409, "application/problem+json", "key_reused",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"), ({"text": ""}, "text"), ({"text": "  "}, "text"), ({"text": "a\x00b"}, "text"),
        ({"text": 5}, "text"),
        ({"text": "字" * 20_001}, "text"), ({"text": "好", "colour": "red"}, "colour"),
        ({"text": "好", "channel": "no"}, "channel"),
        ({"text": "好", "occurred_at": "2026-11-18"}, "occurred_at"), ({"text": "好", "occurred_at": 1}, "occurred_at"),
        ({"text": "好", "occurred_at": "2026-11-18T10:00:00"}, "occurred_at"), ({"text": "\ud800"}, "text"),
        ({"text": "好", "occurred_at": "2999-01-01T00:00:00Z"}, "occurred_at"),
        ({"text": "好", "branch": "mars"}, "branch"),
        ({"text": "好", "customer": {"phone": "abc"}}, "customer.phone"),
        ({"text": "好", "subject": "题" * 201}, "subject"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(machine: Machine, body: Any, field: str) -> None:
    answer = machine.post("/feedback", body)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert answer.json()["errors"][0]["message"]
    assert not Arrival.objects.exists()


def test_a_body_that_is_no_json_and_one_that_is_too_large_are_refused(machine: Machine, settings: Any) -> None:
    assert machine.post("/feedback", b"{not json").status_code == 400
    assert machine.post("/feedback", b"\xff\xfe").status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = machine.post("/feedback", {"text": "字" * 200})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_strangers_and_tokens_without_the_scope_are_turned_away(machine: Machine, company: Any, now: Any) -> None:
    stranger = Client().post("/api/v1/feedback", "{}", content_type="application/json")
    assert (stranger.status_code, stranger["WWW-Authenticate"], stranger.json()["code"]) == (
        401,
        "Bearer",
        "unauthorized",
    )
    reader = machine_of(None, now, ["feedback:read"])
    answer = reader.post("/feedback", {"text": TEXT})
    assert (answer.status_code, answer.json()["detail"]) == (403, "The token needs the scope feedback:write.")
    revoke_token(machine.token, by=SYSTEM, at=now)
    assert machine.get("/feedback").status_code == 401


def test_a_problem_speaks_the_language_asked_for(machine: Machine) -> None:
    answer = machine.get("/feedback?limit=0", **{"Accept-Language": "zh-CN"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == "不能小于 1。"


def test_another_branch_is_neither_read_nor_written(machine: Machine, company: Any, now: Any) -> None:
    other = machine_of(company.branch_b, now)
    made = machine.post("/feedback", {"text": TEXT}).json()["id"]
    assert machine.get(f"/feedback/{made}").json()["branch"] == "a"
    assert "13812345678" not in machine.get(f"/feedback/{made}").content.decode()
    assert other.get(f"/feedback/{made}").status_code == 404
    assert other.get("/feedback").json() == {"items": [], "next": None}
    assert other.post("/feedback", {"text": TEXT, "branch": "a"}).status_code == 403
    assert machine_of(None, now).get(f"/feedback/{made}").status_code == 200


def test_reading_goes_on_page_by_page(machine: Machine) -> None:
    made = [machine.post("/feedback", {"text": f"第{n}条反馈"}).json()["id"] for n in range(3)]
    first = machine.get("/feedback?limit=2").json()
    assert ([item["id"] for item in first["items"]], first["next"]) == (made[:2], made[1])
    rest = machine.get(f"/feedback?after={first['next']}").json()
    assert ([item["id"] for item in rest["items"]], rest["next"]) == (made[2:], None)
    for wrong in ("limit=201", "after=2147483648", "since=yesterday", "limit=x"):
        assert machine.get(f"/feedback?{wrong}").status_code == 422
    assert machine.get("/feedback/99999999999999").status_code == 404


def test_many_lines_come_in_and_a_broken_one_spoils_nothing(machine: Machine) -> None:
    lines = [
        json.dumps({"key": "a", "text": "第一条反馈", "customer": {"phone": "13800138000"}}), "{broken", "",
        json.dumps({"key": "b"}), json.dumps({"key": "c", "text": "第三条反馈", "branch": "b"}),
        json.dumps({"key": "d", "text": "第四条反馈"}), '{"key": "e", "text": "\\u0000"}', "[" * 100_000,
    ]  # fmt: skip
    answer = machine.post("/feedback/bulk", "\n".join(lines)).json()
    assert (answer["received"], answer["accepted"], answer["duplicates"], answer["quarantined"]) == (7, 2, 0, 5)
    assert [(p["line"], p["code"]) for p in answer["problems"]] == [
        (2, "bad_json"), (3, "bad_item"), (4, "unknown_branch"), (6, "bad_item"), (7, "bad_json"),
    ]  # fmt: skip
    again = machine.post("/feedback/bulk", "\n".join(lines)).json()
    assert (again["received"], again["accepted"], again["duplicates"], again["quarantined"]) == (7, 0, 7, 0)
    (day,) = daily_balance(Period.last_days(1, until=timezone.now() + timedelta(minutes=1)))
    assert (day.received, day.accepted, day.duplicates, day.quarantined, day.holds) == (14, 2, 7, 5, True)


def test_a_closed_channel_takes_nothing(machine: Machine, now: Any) -> None:
    from makegood.intake.models import Channel

    close_channel(Channel.objects.get(), by=SYSTEM, at=now)
    assert machine.post("/feedback", {"text": TEXT}).json()["code"] == "unknown_channel"


def test_an_encounter_and_its_stages_are_told(machine: Machine) -> None:
    start = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    body = {
        "kind": "visit", "reference": "T12-0981", "branch": "a", "started_at": start.isoformat(),
        "amount_minor": 12_800, "stages": [{"name": "dishes", "started_at": start.isoformat()}],
        "customer": {"phone": "13800138000"},
    }  # fmt: skip
    first = machine.post("/encounters", body)
    assert (first.status_code, first.json()) == (200, machine.post("/encounters", body).json())
    ended = (start + timedelta(minutes=20)).isoformat()
    told = machine.post("/encounters/visit/T12-0981/stages", {"name": "dishes", "ended_at": ended})
    assert told.status_code == 200
    assert Stage.objects.get().ended_at == start + timedelta(minutes=20)
    assert machine.post("/encounters/visit/none/stages", {"name": "dishes", "ended_at": ended}).status_code == 404
    assert machine.post("/encounters", body | {"branch": "b"}).status_code == 403
    assert machine.post("/encounters", body | {"amount_minor": 2**31}).status_code == 422


def test_a_machine_subscribes_and_is_told_its_secret_once(
    machine: Machine, settings: Any, company: Any, now: Any
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    made = machine.post("/webhooks", {"name": "CRM", "url": "http://127.0.0.1:9/x", "events": ["intake.*"]})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    (listed,) = machine.get("/webhooks").json()
    assert "secret" not in listed
    assert WebhookSubscription.objects.get().branch_id == company.branch_a.pk
    assert machine_of(None, now).delete(f"/webhooks/{listed['id']}").status_code == 404
    assert machine.delete(f"/webhooks/{listed['id']}").status_code == 204
    assert machine.delete(f"/webhooks/{listed['id']}").status_code == 404
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    inside = machine.post("/webhooks", {"name": "x", "url": "http://127.0.0.1:9/x", "events": ["*"]})
    assert (inside.status_code, inside.json()["errors"][0]["field"]) == (422, "url")


def test_a_token_has_its_limit_in_every_process_together(machine: Machine) -> None:
    machine.token.per_minute = 3
    machine.token.save()
    answers = [machine.get("/feedback").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert machine.get("/feedback")["Retry-After"] == "60"


def test_a_share_of_the_limit_is_spent_without_the_database(
    machine: Machine, now: Any, django_assert_num_queries: Any
) -> None:
    machine.token.per_minute = 100
    later = now + timedelta(days=1)
    assert limits.has_room(machine.token, at=later)
    with django_assert_num_queries(0):
        assert limits.has_room(machine.token, at=later)
    assert sum(limits.has_room(machine.token, at=later) for _ in range(200)) == 98
    assert limits.has_room(machine.token, at=later + timedelta(minutes=1))


def test_the_pages_that_explain_it_are_there_without_a_token(client: Client, db: Any) -> None:
    page = client.get("/api/v1/docs", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    for name in SUMMARIES:
        assert f'id="{name}"' in page.content.decode()
    described = client.get("/api/v1/openapi.json").json()
    assert {one["operationId"] for ways in described["paths"].values() for one in ways.values()} == set(SUMMARIES)
    assert Bearer.__name__ in described["components"]["securitySchemes"]
