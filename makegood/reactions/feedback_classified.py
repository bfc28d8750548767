"""An engine or a person said what a feedback is: start its promises, open a case, call whoever is in charge."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from makegood.cases.models import Case
from makegood.cases.operations import choose_owner, open_case, reprioritise
from makegood.commitments.operations import Signal, hear
from makegood.intake.models import Feedback
from makegood.journal import Mode, in_mode, on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.notices.operations import tell
from makegood.people.models import Department
from makegood.people.queries import staff_in_charge
from makegood.triage.events import FeedbackClassified, FeedbackIsPressing, FeedbackScreened, ScreeningUndone
from makegood.triage.models import Nature, TriageItem, Urgency
from makegood.triage.queries import facts_of


@on(FeedbackClassified, FeedbackScreened, ScreeningUndone)
def start_promises_of_its_kind(event: FeedbackClassified | FeedbackScreened | ScreeningUndone, entry: Entry) -> None:
    """Its promises count from when the message reached us; the newest judgement says which they are. E5"""
    feedback = Feedback.objects.select_related("channel").get(pk=event.feedback_id)
    said: Any = facts_of([feedback.pk])[feedback.pk] if isinstance(event, ScreeningUndone) else event
    facts = {
        "branch_id": said.branch_id, "department_id": said.department_id, "channel": feedback.channel.kind,
        "source": said.source, "nature": said.nature, "urgency": said.urgency, "category": said.category,
    }  # fmt: skip
    began = feedback.received_at if feedback.mode == Mode.LIVE else feedback.occurred_at
    with in_mode(feedback.mode):  # screened today, an imported item is still history: measured, nobody is warned
        signal = Signal("feedback.classified", ("feedback", feedback.pk), facts, began, _judged_at(event, entry))
        hear(signal, at=entry.at)


def _judged_at(event: FeedbackClassified | FeedbackScreened | ScreeningUndone, entry: Entry) -> datetime:
    """When it was said; of what was said at one instant the journal knows the order."""
    if isinstance(event, FeedbackClassified):
        return entry.at
    before = Entry.objects.filter(subject_kind=entry.subject_kind, subject_id=entry.subject_id, pk__lt=entry.pk)
    return entry.at + timedelta(microseconds=1 + before.filter(name__startswith="triage.").count())


@on(FeedbackClassified, FeedbackScreened)
def open_a_case_for_a_complaint(event: FeedbackClassified | FeedbackScreened, entry: Entry) -> None:
    """A complaint becomes a case: at once when the engine is sure or it is pressing, else when a person confirms."""
    item = TriageItem.objects.select_related("feedback").get(pk=event.item_id)
    if event.nature != Nature.COMPLAINT or item.feedback.mode != Mode.LIVE:
        return
    is_certain = isinstance(event, FeedbackScreened) or "nature" not in item.unsure
    if not is_certain and event.urgency == Urgency.NORMAL:
        return
    if known := Case.objects.filter(feedback_id=event.feedback_id).first():
        if known.urgency != event.urgency and not known.is_ended:
            reprioritise(known, urgency=event.urgency, by=entry.actor, at=entry.at)
        return
    department = Department.objects.filter(pk=event.department_id or 0).first()
    open_case(
        feedback=item.feedback, department=department, category=event.category, urgency=event.urgency,
        sentiment=item.sentiment, owner=choose_owner(
            branch_id=event.branch_id, department_id=event.department_id, accused=item.feedback.accused,
            at=entry.at,
        ),
        by=SYSTEM, at=entry.at,
    )  # fmt: skip


@on(FeedbackIsPressing, outside=True)
def call_the_person_in_charge(event: FeedbackIsPressing, entry: Entry) -> None:
    """Urgent and important items ring the person in charge at once. E5"""
    feedback = Feedback.objects.get(pk=event.feedback_id)
    whom = staff_in_charge(event.branch_id, department_id=event.department_id, besides=feedback.accused)
    link = f"/desk/inbox/{event.item_id}/"
    tell(whom, "feedback.urgent", {"title": feedback.title}, link=link, at=entry.at)
