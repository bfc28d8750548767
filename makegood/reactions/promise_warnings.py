"""A promise is nearly due, or was broken: those responsible hear of it."""

from __future__ import annotations

from makegood.commitments.events import PromiseBroken, PromiseDueSoon
from makegood.commitments.models import Clock
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.notices.operations import tell
from makegood.people.queries import staff_in_charge
from makegood.reactions.subjects import case_behind


@on(PromiseDueSoon, PromiseBroken, outside=True)
def warn_those_responsible(event: PromiseDueSoon | PromiseBroken, entry: Entry) -> None:
    """Before it is due the owner hears of it; when it is broken, whoever is in charge hears of it, too. D5"""
    clock = Clock.objects.select_related("commitment").get(pk=event.clock_id)
    case = case_behind(clock)
    subject = case.number if case else str(clock)
    link = f"/desk/cases/{case.number}/" if case else ""
    is_broken = isinstance(event, PromiseBroken)
    whom = {case.owner_id} if case and case.owner_id else set()
    if is_broken or not whom:
        whom |= set(staff_in_charge(clock.branch_id, besides=case.accused if case else None))
    kind = "promise.broken" if is_broken else "promise.due_soon"
    tell(whom, kind, {"promise": clock.commitment.name, "subject": subject}, link=link, at=entry.now)
