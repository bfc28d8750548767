"""Who was called for a promise in danger, and whether anybody has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from makegood.cases.models import Case
from makegood.cases.permissions import visible_to
from makegood.commitments.models import Escalation
from makegood.commitments.queries import escalations_of, open_escalations
from makegood.encounters.models import Encounter
from makegood.intake.models import Feedback
from makegood.panels.escalation_words import REACHES
from makegood.people.models import Staff
from makegood.people.permissions import branch_ids_of, may_change_things
from makegood.recovery.models import Offer

Subject = tuple[str, int]


@dataclass(frozen=True)
class Called:
    """One promise for which somebody was called. ``clock_id`` is what "I have it" is said of."""

    clock_id: int
    promise: str
    branch: str
    subject: str
    href: str
    place: Any
    called_at: datetime | None
    due_at: datetime | None
    is_broken: bool
    is_urgent: bool
    has_it: Staff | None
    since: datetime | None
    may_take: bool


def within_reach(staff: Staff) -> QuerySet[Escalation]:
    """What is on its way up in the branches (and on the cases) that this person sees; never about themselves."""
    found, ids = open_escalations(), branch_ids_of(staff)
    if ids is not None:
        own = Q(clock__subject_kind="case", clock__subject_id__in=visible_to(staff).values("pk"))
        found = found.filter(Q(clock__branch__in=ids) | own)
    about = Case.objects.filter(accused=staff)
    not_theirs: list[tuple[str, Any]] = [
        ("case", about.values("pk")),
        ("feedback", Feedback.objects.filter(accused=staff).values("pk")),
        ("feedback", about.exclude(feedback=None).values("feedback_id")),
        ("encounter", about.exclude(encounter=None).values("encounter_id")),
        ("offer", Offer.objects.filter(case__in=about).values("pk")),
    ]
    for kind, pks in not_theirs:
        found = found.exclude(clock__subject_kind=kind, clock__subject_id__in=pks)
    return found


def of_case(case: Case, staff: Staff, *, offers: Iterable[int]) -> list[Called]:
    """The ladders of everything that was promised about a case."""
    about: list[Subject] = [("case", case.pk), *(("offer", pk) for pk in offers)]
    about += [(kind, pk) for kind, pk in (("feedback", case.feedback_id), ("encounter", case.encounter_id)) if pk]
    return [_called(one, staff, {}) for one in escalations_of(*about)]


def lines(found: Iterable[Escalation], staff: Staff) -> list[Called]:
    """Rows of the list, in a fixed number of queries."""
    rows = list(found)
    subjects = _subjects(rows)
    return [_called(one, staff, subjects) for one in rows]


def open_calls(staff: Staff, clock_ids: Iterable[int]) -> dict[int, int]:
    """Of these clocks those that still wait for somebody who has it, and that this person could take up."""
    if not (wanted := {pk for pk in clock_ids if pk}) or not may_change_things(staff):
        return {}
    found = within_reach(staff).filter(clock__in=wanted, acknowledged_at=None)
    return {pk: pk for pk in found.values_list("clock_id", flat=True)}


def waiting_for_anybody(staff: Staff) -> int:
    return within_reach(staff).filter(acknowledged_at=None).count()


def _called(one: Escalation, staff: Staff, subjects: dict[Subject, tuple[str, str]]) -> Called:
    clock = one.clock
    text, href = subjects.get((clock.subject_kind, clock.subject_id), ("", ""))
    return Called(
        clock_id=clock.pk, promise=str(clock.commitment), branch=str(clock.branch or ""), subject=text, href=href,
        place=REACHES[one.reach], called_at=one.rung_at, due_at=clock.due_at, is_broken=clock.state == "broken",
        is_urgent=one.is_urgent, has_it=one.acknowledged_by, since=one.acknowledged_at,
        may_take=one.is_open and may_change_things(staff),
    )  # fmt: skip


def _subjects(rows: list[Escalation]) -> dict[Subject, tuple[str, str]]:
    """What each row is about and where it leads: the case if there is one."""
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for one in rows:
        ids[one.clock.subject_kind].add(one.clock.subject_id)
    found: dict[Subject, tuple[str, str]] = {}
    for pk in ids["feedback"]:
        found["feedback", pk] = (_("Feedback %(pk)s") % {"pk": pk}, reverse("desk:feedback", args=[pk]))
    for pk, reference in Encounter.objects.filter(pk__in=ids["encounter"]).values_list("pk", "reference"):
        found["encounter", pk] = (reference, "")
    offers = dict(Offer.objects.filter(pk__in=ids["offer"]).values_list("pk", "case_id"))
    wanted = Q(pk__in=ids["case"] | set(offers.values())) | Q(feedback__in=ids["feedback"])
    for case in Case.objects.filter(wanted | Q(encounter__in=ids["encounter"])).order_by("-pk"):
        shown = (f"{case.number} {case.title}", reverse("desk:case", args=[case.pk]))
        found |= {("case", case.pk): shown, ("feedback", case.feedback_id or 0): shown}
        found |= {("encounter", case.encounter_id or 0): shown}
        found |= {("offer", pk): shown for pk, case_id in offers.items() if case_id == case.pk}
    return found
