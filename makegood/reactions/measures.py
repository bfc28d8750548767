"""What was measured of a case or encounter is heard by the promises about quality."""

from __future__ import annotations

from makegood.cases.events import CaseRated
from makegood.cases.models import Case
from makegood.commitments.operations import observe
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.reactions.case_promises import facts_of


@on(CaseRated)
def measure_satisfaction(event: CaseRated, entry: Entry) -> None:
    """The customer's answer after closing, 1 to 5, is an observation of the case by the name of satisfaction. D1, E6"""
    case = Case.objects.select_related("customer", "feedback__channel").get(pk=event.case_id)
    subject, facts = ("case", case.pk), facts_of(case)
    observe(subject, "satisfaction", event.score, observed_at=entry.at, at=entry.now, facts=facts)
