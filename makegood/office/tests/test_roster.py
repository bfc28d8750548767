"""A branch's week is planned in the office, by those who plan it. D5"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from makegood.kit.actor import SYSTEM
from makegood.people.models import Absence, Shift
from makegood.people.operations import plan_week
from makegood.people.queries import on_duty, shift_texts

SignedIn = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
WEDNESDAY = date(2026, 11, 18)  # when the tests are


def mark(client: Client, address: str = "/office/roster/") -> dict[str, str]:
    context = client.get(address).context
    return {"branch": str(context["branch"].pk), "week": context["monday"].isoformat(), "seen": context["mark"]}


def test_a_manager_plans_the_week_and_sees_who_is_on_duty(
    signed_in: SignedIn, zhengkai: Any, zhouhang: Any, now: Any
) -> None:
    client = signed_in(zhengkai)
    cells = {f"s{zhouhang.pk}-{WEDNESDAY}": "09:00-14:00, 17:00-22:00", f"s{zhengkai.pk}-{WEDNESDAY}": "休"}
    answer = client.post("/office/roster/", mark(client) | cells)
    assert answer.status_code == 302
    assert shift_texts(zhouhang.branch_id, MONDAY) == {(zhouhang.pk, WEDNESDAY): "09:00-14:00, 17:00-22:00"}
    assert on_duty(zhouhang.branch_id, now) == [zhouhang.pk]
    page = client.get(answer["Location"])
    assert [one.name for one in page.context["present"]] == ["周航"]


def test_what_cannot_be_kept_is_marked_in_its_cell_and_what_was_typed_stays(
    signed_in: SignedIn, zhengkai: Any, zhouhang: Any
) -> None:
    client = signed_in(zhengkai)
    cells = {f"s{zhouhang.pk}-{MONDAY}": "nine", f"s{zhouhang.pk}-{WEDNESDAY}": "09:00-18:00"}
    answer = client.post("/office/roster/", mark(client) | cells)
    assert answer.status_code == 422
    [row] = [row for row in answer.context["rows"] if row.staff == zhouhang]
    assert [(bool(cell.error), cell.hours) for cell in row.cells if cell.hours] == [
        (True, "nine"), (False, "09:00-18:00"),
    ]  # fmt: skip
    assert not Shift.objects.exists()


def test_a_plan_changed_by_somebody_else_is_shown_again_with_what_was_typed(
    signed_in: SignedIn, zhengkai: Any, zhouhang: Any, now: Any
) -> None:
    client = signed_in(zhengkai)
    seen = mark(client)
    plan_week(zhouhang.branch, MONDAY, {(zhouhang.pk, MONDAY): "09:00-18:00"}, by=SYSTEM, at=now)
    answer = client.post("/office/roster/", seen | {f"s{zhouhang.pk}-{MONDAY}": "10:00-12:00"})
    assert (answer.status_code, Shift.objects.get().hours) == (409, "09:00-18:00")
    assert "10:00-12:00" in answer.content.decode()


def test_last_week_is_copied_as_a_draft(signed_in: SignedIn, zhengkai: Any, zhouhang: Any, now: Any) -> None:
    plan_week(zhouhang.branch, date(2026, 11, 9), {(zhouhang.pk, date(2026, 11, 11)): "09:00-18:00"}, by=SYSTEM, at=now)
    page = signed_in(zhengkai).get("/office/roster/?copy=1")
    [row] = [row for row in page.context["rows"] if row.staff == zhouhang]
    assert [(cell.day, cell.hours) for cell in row.cells if cell.hours] == [(WEDNESDAY, "09:00-18:00")]
    assert Shift.objects.count() == 1


def test_an_absence_is_noted_and_withdrawn(signed_in: SignedIn, zhengkai: Any, zhouhang: Any) -> None:
    client = signed_in(zhengkai)
    days = {"staff": str(zhouhang.pk), "first": "2026-11-18", "last": "2026-11-19", "reason": "sick"}
    assert client.post("/office/roster/absences", days).status_code == 302
    assert [one.staff for one in client.get("/office/roster/").context["away"]] == [zhouhang]
    assert client.post("/office/roster/absences", days).status_code == 422
    client.post(f"/office/roster/absences/{Absence.objects.get().pk}/withdraw")
    assert client.get("/office/roster/").context["away"] == []


def test_another_branch_is_not_found_and_agents_only_look(
    signed_in: SignedIn, zhouhang: Any, zhengkai: Any, chenmo: Any
) -> None:
    assert signed_in(zhengkai).get(f"/office/roster/?branch={chenmo.branch_id}").status_code == 404
    agent = signed_in(zhouhang)
    seen = mark(agent)
    assert agent.post("/office/roster/", seen | {f"s{zhouhang.pk}-{MONDAY}": "09:00-18:00"}).status_code == 403
    absence = {"staff": str(chenmo.pk), "first": "2026-11-18", "last": "2026-11-19", "reason": "sick"}
    assert signed_in(zhengkai).post("/office/roster/absences", absence).status_code == 422
    assert not Absence.objects.exists()
    assert not Shift.objects.exists()


def test_the_hours_of_a_week_make_a_calendar(signed_in: SignedIn, linjing: Any, zhouhang: Any, now: Any) -> None:
    cells = {(zhouhang.pk, MONDAY): "09:00-14:00, 17:00-22:00", (zhouhang.pk, WEDNESDAY): "22:00-06:00"}
    plan_week(zhouhang.branch, MONDAY, cells, by=SYSTEM, at=now)
    page = signed_in(linjing).get(f"/office/calendars/new?branch={zhouhang.branch_id}&week={MONDAY}")
    week = [page.context["form"][f"day_{day}"].value() for day in range(7)]
    assert week == ["09:00-14:00, 17:00-22:00", "", "22:00-06:00", "", "", "", ""]
