from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.approvals.events import ApprovalAsked
from makegood.approvals.models import ApprovalRequest, ApprovalState
from makegood.approvals.queries import current_limits
from makegood.approvals.rules.limits import needed_role
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import NotAllowed
from makegood.kit.money import Money


@transaction.atomic
def ask_approval(
    *, kind: str, subject: tuple[str, int], amount: Money, by: Actor, at: datetime, reason: str = "",
    needed: str | None = None, branch_id: int | None = None, recused: Iterable[int] = (),
) -> ApprovalRequest:  # fmt: skip
    """Ask for a yes to ``amount`` for ``subject`` (kind, id); asking again returns the open request.

    ``needed`` defaults to the lowest role whose limit covers the amount. ``recused`` may never decide it.
    Raises NotAllowed when no role may grant so much.
    """
    version, limits = current_limits()
    role = needed or needed_role(kind, amount.minor, limits)
    if role is None:
        raise NotAllowed(_("Nobody here may grant this much. Choose a smaller remedy."))
    request = ApprovalRequest(
        kind=kind, subject_kind=subject[0], subject_id=subject[1], branch_id=branch_id, amount_minor=amount.minor,
        currency=amount.currency, reason=reason[:500], needed_role=role, recused_ids=sorted(set(recused)),
        asked_by_id=by.id if by.kind == ActorKind.STAFF else None, asked_at=at, limits_version=version,
    )  # fmt: skip
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        return ApprovalRequest.objects.get(
            kind=kind, subject_kind=subject[0], subject_id=subject[1], state=ApprovalState.ASKED
        )
    event = ApprovalAsked(request.pk, kind, subject[0], subject[1], branch_id, needed_role=role)
    journal.record(event, by=by, at=at)
    return request
