from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.approvals.events import ApprovalAgreed, ApprovalRefused, ApprovalWithdrawn
from makegood.approvals.models import ApprovalRequest, ApprovalState
from makegood.approvals.permissions import as_decider, visible_to
from makegood.approvals.queries import current_limits
from makegood.approvals.rules.limits import objection_to
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import Invalid, NotAllowed, SomebodyWasFaster
from makegood.people.models import Staff

OBJECTIONS = {
    "own_request": _("You asked for this yourself. Somebody else must decide it."),
    "concerned": _("This matter is about you. Somebody else must decide it."),
    "limit": _("This is above your limit. Leave it to a role with a higher limit."),
}
Decided = type[ApprovalAgreed] | type[ApprovalRefused] | type[ApprovalWithdrawn]


@transaction.atomic
def agree(request: ApprovalRequest, *, by: Staff, at: datetime, answer: str = "") -> ApprovalRequest:
    """Say yes. Raises NotAllowed for the asker, the concerned and those below the limit."""
    _refuse_the_wrong_person(request, by)
    return _decide(request, ApprovalState.AGREED, ApprovalAgreed, by=by.actor, at=at, answer=answer)


@transaction.atomic
def refuse(request: ApprovalRequest, *, by: Staff, at: datetime, answer: str) -> ApprovalRequest:
    """Say no, and why. Raises NotAllowed as ``agree`` does and Invalid without a reason."""
    _refuse_the_wrong_person(request, by)
    if not answer.strip():
        raise Invalid(_("Say why you refuse, so that the asker can propose something else."), field="answer")
    return _decide(request, ApprovalState.REFUSED, ApprovalRefused, by=by.actor, at=at, answer=answer)


@transaction.atomic
def withdraw(request: ApprovalRequest, *, by: Actor, at: datetime) -> ApprovalRequest:
    """Take the question back: only who asked may, or the system when the matter fell away."""
    if by.kind == ActorKind.STAFF and by.id != request.asked_by_id:
        raise NotAllowed(_("Only the person who asked can take the request back."))
    return _decide(request, ApprovalState.WITHDRAWN, ApprovalWithdrawn, by=by, at=at, answer="")


def _refuse_the_wrong_person(request: ApprovalRequest, staff: Staff) -> None:
    objection = objection_to(
        as_decider(staff), asked_by=request.asked_by_id, recused=frozenset(request.recused_ids),
        kind=request.kind, amount=request.amount_minor, limits=current_limits()[1],
        needed=request.needed_role,
    )  # fmt: skip
    if objection:
        raise NotAllowed(OBJECTIONS[objection])
    if not visible_to(staff).filter(pk=request.pk).exists():
        raise NotAllowed


def _decide(
    request: ApprovalRequest, state: ApprovalState, event: Decided, *, by: Actor, at: datetime, answer: str
) -> ApprovalRequest:
    decider = by.id if by.kind == ActorKind.STAFF and state != ApprovalState.WITHDRAWN else None
    fields = {"state": state, "decided_by_id": decider, "decided_at": at, "answer": answer.strip()[:500]}
    if not ApprovalRequest.objects.filter(pk=request.pk, state=ApprovalState.ASKED).update(**fields):
        raise SomebodyWasFaster
    for name, value in fields.items():
        setattr(request, name, value)
    told = event(request.pk, request.kind, request.subject_kind, request.subject_id, request.branch_id)
    journal.record(told, by=by, at=at)
    return request
