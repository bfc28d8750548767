from __future__ import annotations

from django.db.models import QuerySet

from makegood.cases.models import Case, HandOff
from makegood.cases.permissions import OVERSEERS, asked_of
from makegood.people.models import Staff


def open_hand_off(case: Case) -> HandOff | None:
    found = HandOff.objects.filter(case=case, state=HandOff.State.ASKED)
    return found.select_related("case", "to_department", "to_branch", "asked_by").first()


def waiting_for(staff: Staff) -> QuerySet[HandOff]:
    """Hand-offs that ``staff`` may accept or decline, oldest first; never about a complaint against them."""
    found = asked_of(staff)
    if staff.role in OVERSEERS:
        found = HandOff.objects.filter(state=HandOff.State.ASKED)
    found = found.exclude(case__accused=staff)
    return found.select_related("case", "to_department", "to_branch", "asked_by").order_by("asked_at", "pk")
