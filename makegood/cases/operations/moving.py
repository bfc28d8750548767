"""The one way a case changes: a guarded update, a move row, an event, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.cases.models import Case, CaseMove
from makegood.cases.rules.states import may_move
from makegood.journal import Event
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import NotAllowed, Refusal, SomebodyWasFaster

KEPT_NEW = ("status", "version", "unanswered_since", "accused_id", "owner_id")


class NotNow(Refusal):
    code = "not_now"
    message = _("This step is not possible while the case is “%(status)s”.")


def newest(case: Case) -> Case:
    """The case as it is now, locked: for news that must not be lost because its bearer saw an older state.

    ``case`` itself is brought up to date, too.
    """
    locked = Case.objects.select_for_update(no_key=True).only(*KEPT_NEW).get(pk=case.pk)
    for name in KEPT_NEW:
        setattr(case, name, getattr(locked, name))
    return case


def move(
    case: Case, verb: str, event: Event | None = None, *, by: Actor, at: datetime, to: str | None = None,
    reason: str = "", detail: str = "", **changes: Any,
) -> CaseMove:  # fmt: skip
    """Change ``case`` from the state it was read in. Raises NotNow, SomebodyWasFaster, or NotAllowed for the
    person complained about; nothing is written then."""
    if by.kind == ActorKind.STAFF and by.id == case.accused_id:
        raise NotAllowed(_("Whoever is complained about cannot handle the complaint. Leave it to somebody else."))
    old = case.status
    new = old if to is None else str(to)
    if to is not None and not may_move(old, new):
        raise NotNow(status=case.get_status_display())
    changes |= {"status": new, "version": case.version + 1}
    if not Case.objects.filter(pk=case.pk, status=old, version=case.version).update(**changes):
        raise SomebodyWasFaster(_("Somebody else changed this case a moment ago. Look at it again, then repeat."))
    for name, value in changes.items():
        setattr(case, name, value)
    row = CaseMove.objects.create(
        case=case, verb=verb, old_status=old, new_status=new, detail=detail, reason=reason, by_kind=by.kind.value,
        by_id=by.id, at=at,
    )  # fmt: skip
    if event is not None:
        journal.record(event, by=by, at=at)
    return row
