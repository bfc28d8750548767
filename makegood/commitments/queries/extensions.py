from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from makegood.commitments.models import ExtensionRequest


def requests_for_more_time(subject_kind: str, ids: Iterable[int]) -> QuerySet[ExtensionRequest]:
    """Everything that was asked about the clocks of these subjects, oldest first, with promise and asker."""
    found = ExtensionRequest.objects.filter(clock__subject_kind=subject_kind, clock__subject_id__in=list(ids))
    return found.select_related("clock__commitment", "clock__version", "asked_by").order_by("pk")
