"""A member of staff was named as the one complained about: they lose sight of it everywhere. E7, A10"""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.approvals.operations import recuse
from makegood.cases.events import CaseAccused
from makegood.cases.models import Case
from makegood.cases.operations import accuse, clear_accused
from makegood.commitments.queries import requests_for_more_time
from makegood.conversations.operations import discard_draft
from makegood.intake.events import FeedbackAccused
from makegood.intake.models import Feedback
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.notices.operations import take_back
from makegood.people.models import Staff
from makegood.recovery.models import Offer
from makegood.triage.models import TriageItem


def _named() -> str:
    """The reason is read by all, so it is in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Named while the feedback was screened.")


@on(CaseAccused)
def take_everything_about_it_from_them(event: CaseAccused, entry: Entry) -> None:
    """Their notices of the case and their draft go; they decide no request to make it good."""
    case = Case.objects.select_related("thread").get(pk=event.case_id)
    offers = Offer.objects.filter(case=case).values_list("pk", flat=True)
    recuse("offer", offers, staff_id=event.accused_id, by=SYSTEM, at=entry.at)
    extensions = requests_for_more_time("case", [case.pk]).values_list("pk", flat=True)
    recuse("extension", extensions, staff_id=event.accused_id, by=SYSTEM, at=entry.at)
    take_back(event.accused_id, links=[f"/desk/cases/{case.number}/"])
    discard_draft(case.thread, staff=Staff.objects.get(pk=event.accused_id))


@on(FeedbackAccused)
def take_the_feedback_from_them(event: FeedbackAccused, entry: Entry) -> None:
    """Their notices of the feedback go; a case that was opened meanwhile is about the same person."""
    feedback = Feedback.objects.select_related("accused").get(pk=event.feedback_id)
    if event.accused_id:
        items = TriageItem.objects.filter(feedback=feedback).values_list("pk", flat=True)
        take_back(event.accused_id, links=[f"/desk/inbox/{pk}/" for pk in items])
    case = Case.objects.filter(feedback=feedback).first()
    if case is None or case.accused_id == feedback.accused_id:
        return
    if feedback.accused is None:
        clear_accused(case, reason=_named(), by=SYSTEM, at=entry.at)
    else:
        accuse(case, feedback.accused, reason=_named(), by=SYSTEM, at=entry.at)
