"""Reads of the journal that several rooms and fronts share."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from makegood.journal.models import Entry, Outbox


def parked() -> QuerySet[Outbox]:
    """Reactions that kept failing and wait for a person, newest first."""
    return Outbox.objects.filter(state=Outbox.State.PARKED).select_related("entry").order_by("-id")


def history_of(subject_kind: str, subject_id: int) -> QuerySet[Entry]:
    return Entry.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("id")


def has_undelivered_news(subject_kind: str, subject_id: int, *, before: datetime) -> bool:
    """Whether a reaction dated before the moment is still owed to the subject."""
    return Outbox.objects.filter(
        state=Outbox.State.PENDING, subject_kind=subject_kind, subject_id=subject_id, dated__lt=before
    ).exists()
