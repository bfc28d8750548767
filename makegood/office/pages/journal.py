from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from makegood import journal
from makegood.cases.permissions import about
from makegood.journal.models import Entry, Outbox, Seal
from makegood.journal.queries import parked
from makegood.office.event_words import event_words
from makegood.office.words import MODES, SUBJECTS, actor_words, subject_href, subject_words
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest
from makegood.people.models import Branch, Staff
from makegood.people.permissions import branch_ids_of

DIGITS = 18  # more would not fit the database's integers


@dataclass(frozen=True)
class JournalLine:
    """An entry with its people and places named."""

    entry: Entry
    what: str
    who: str
    subject: str
    href: str
    branch: str


def journal_page(request: StaffRequest) -> dict[str, Any]:
    entries, page = page_of(_asked_for(request), request)
    return {
        "lines": named(entries),
        "page": page,
        "modes": [(mode.value, MODES[mode]) for mode in journal.Mode],
        "subjects": SUBJECTS.items(),
        "last_seal": Seal.objects.order_by("-pk").first(),
    }


def named(entries: list[Entry]) -> list[JournalLine]:
    """Entries with the names of their people and branches, in two queries."""
    people = Staff.objects.in_bulk([e.actor_id for e in entries if e.actor_kind == "staff" and e.actor_id])
    places = Branch.objects.in_bulk([e.branch_id for e in entries if e.branch_id])
    return [
        JournalLine(
            entry=entry,
            what=event_words(entry.name),
            who=actor_words(entry, people),
            subject=subject_words(entry.subject_kind, entry.subject_id),
            href=subject_href(entry.subject_kind, entry.subject_id),
            branch=str(places.get(entry.branch_id or 0, "")),
        )
        for entry in entries
    ]


def _asked_for(request: StaffRequest) -> QuerySet[Entry]:
    entries = Entry.objects.order_by("-id").filter(~entries_about(request.user))
    if (branch_ids := branch_ids_of(request.user)) is not None:
        entries = entries.filter(branch_id__in=branch_ids)
    for field in ("name", "subject_kind", "mode", "actor_kind"):
        if value := request.GET.get(field, "").strip()[:80]:
            entries = entries.filter(**{field: value})
    subject = request.GET.get("subject_id", "").strip()
    if subject.isascii() and subject.isdigit() and len(subject) <= DIGITS:
        entries = entries.filter(subject_id=int(subject))
    return entries


def entries_about(viewer: Staff) -> Q:
    """Entries about complaints about the reader; the ids are few, so they are fetched first."""
    own = about(viewer).values_list("pk", "feedback_id", "offers__pk")
    cases, feedback, offers = (set(ids) - {None} for ids in (zip(*own, strict=True) if own else ((), (), ())))
    found = Q(subject_kind="case", subject_id__in=cases) | Q(subject_kind="offer", subject_id__in=offers)
    return found | Q(subject_kind="feedback", subject_id__in=feedback)


def outbox_page(request: StaffRequest) -> dict[str, Any]:
    """Parked work, whose failure a person has to look at, and how much waits behind it."""
    rows, page = page_of(_parked_in_sight(request.user), request)
    lines = {line.entry.pk: line for line in named([row.entry for row in rows])}
    return {
        "rows": [(row, lines[row.entry_id]) for row in rows],
        "page": page,
        "waiting": Outbox.objects.filter(state=Outbox.State.PENDING).count(),
    }


def _parked_in_sight(viewer: Staff) -> QuerySet[Outbox]:
    branch_ids = branch_ids_of(viewer)
    return parked() if branch_ids is None else parked().filter(entry__branch_id__in=branch_ids)
