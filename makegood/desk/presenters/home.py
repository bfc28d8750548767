from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from makegood.approvals.queries import waiting_for
from makegood.cases.permissions import visible_to
from makegood.cases.queries import waiting_for as hand_offs_for
from makegood.desk.places import LEADERS, leads
from makegood.desk.presenters.case_list import Row, by_clock, rows_of
from makegood.desk.presenters.escalation import waiting_for_anybody
from makegood.notices.queries import unread_count
from makegood.panels.presenters import ChipState, StatTile
from makegood.people.models import Staff
from makegood.people.permissions import branch_ids_of
from makegood.recovery.permissions import may_pay, without_own_matters
from makegood.recovery.queries import waiting_payouts
from makegood.triage.permissions import may_screen
from makegood.triage.queries import waiting_count

SHOWN = ("customer", "branch", "owner")
LATE, SOON = ChipState.BROKEN, ChipState.DUE_SOON


def frame(staff: Staff, *, at: datetime) -> dict[str, Any]:
    """The whole context of the start page, in a fixed number of queries."""
    mine = rows_of(list(_mine(staff)), at=at)
    handed = rows_of(list(_handed_to(staff)), at=at)
    late = visible_to(staff).open().filter(by_clock("broken", at)).select_related(*SHOWN)
    broken = rows_of(list(late[:12]), at=at, prefer=LATE)
    numbers = counts(staff, at=at)
    return {
        "tiles": [*_of_the_branches(staff, at), *_tiles(numbers, mine)],
        "broken": broken,
        "due": _sorted([row for row in mine if row.chip and row.chip.state in (LATE, SOON)]),
        "handed": handed,
        "rest": _sorted([row for row in mine if not row.chip or row.chip.state not in (LATE, SOON)])[:20],
    }


def counts(staff: Staff, *, at: datetime) -> dict[str, int]:
    """How much waits for this person, by place."""
    found = {
        "cases": visible_to(staff).open().filter(owner=staff).count(),
        "approvals": without_own_matters(waiting_for(staff), staff).count(),
        "notices": unread_count(staff.pk, at=at),
    }
    if may_screen(staff):
        found["triage"] = waiting_count(staff)
    if leads(staff):
        found["escalations"] = waiting_for_anybody(staff)
    if may_pay(staff):
        found["payouts"] = waiting_payouts(branch_ids_of(staff), viewer=staff).count()
    return found


def _tiles(numbers: dict[str, int], mine: list[Row]) -> list[StatTile]:
    late = sum(1 for row in mine if row.chip and row.chip.state == LATE)
    soon = sum(1 for row in mine if row.chip and row.chip.state == SOON)
    cases = reverse("desk:cases")
    tiles = (
        []
        if not mine
        else [
            StatTile(_("My open cases"), numbers["cases"], f"{cases}?mine=1"),
            StatTile(_("Mine, due soon"), soon, f"{cases}?mine=1&due=soon"),
            StatTile(_("Mine, overdue"), late, f"{cases}?mine=1&due=broken"),
        ]
    )
    if "triage" in numbers:
        tiles.append(StatTile(_("Waiting for screening"), numbers["triage"], reverse("desk:triage")))
    if numbers["approvals"]:
        tiles.append(StatTile(_("Waiting for your approval"), numbers["approvals"], reverse("desk:approvals")))
    if numbers.get("payouts"):
        tiles.append(StatTile(_("To be paid"), numbers["payouts"], reverse("desk:payouts")))
    return tiles


def _of_the_branches(staff: Staff, at: datetime) -> list[StatTile]:
    """For those who lead: how their branches stand, in one query."""
    if staff.role not in LEADERS:
        return []
    told = (
        visible_to(staff)
        .open()
        .aggregate(
            open=Count("pk"),
            soon=Count("pk", filter=by_clock("soon", at)),
            late=Count("pk", filter=by_clock("broken", at)),
        )
    )
    cases = reverse("desk:cases")
    return [
        StatTile(_("Open cases in your branches"), told["open"], cases),
        StatTile(_("Due within 24 hours"), told["soon"], f"{cases}?due=soon"),
        StatTile(_("Broken in the last 24 hours"), told["late"], f"{cases}?due=broken"),
    ]


def _mine(staff: Staff) -> Any:
    return visible_to(staff).open().filter(owner=staff).select_related(*SHOWN).order_by("opened_at")[:200]


def _handed_to(staff: Staff) -> Any:
    """Cases somebody asked this person's department to take over."""
    asked = hand_offs_for(staff).values("case_id")
    return visible_to(staff).filter(pk__in=asked).select_related(*SHOWN)[:20]


def _sorted(rows: list[Row]) -> list[Row]:
    """Soonest due first; what has no date comes last."""
    return sorted(rows, key=lambda row: row.chip.due_at.timestamp() if row.chip and row.chip.due_at else float("inf"))
