from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.approvals.events import ApprovalRecused
from makegood.approvals.models import ApprovalRequest, ApprovalState
from makegood.kit.actor import Actor


@transaction.atomic
def recuse(subject_kind: str, ids: Iterable[int], *, staff_id: int, by: Actor, at: datetime) -> int:
    """Open requests about these subjects turned out to be about ``staff_id``, who may not see or decide them.

    Repeatable; returns how many requests that was news for.
    """
    asked = ApprovalRequest.objects.filter(
        subject_kind=subject_kind, subject_id__in=list(ids), state=ApprovalState.ASKED
    )
    news = list(asked.exclude(recused_ids__contains=[staff_id]).select_for_update(of=("self",)).order_by("pk"))
    for request in news:
        recused = sorted({*request.recused_ids, staff_id})
        ApprovalRequest.objects.filter(pk=request.pk).update(recused_ids=recused)
        event = ApprovalRecused(
            request.pk, request.kind, request.subject_kind, request.subject_id, request.branch_id, staff_id=staff_id
        )
        journal.record(event, by=by, at=at)
    return len(news)
