"""What customers and colleagues are told as a case goes on."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.cases.events import (
    CaseAssigned,
    CaseClosed,
    CaseEscalated,
    CaseHandedOff,
    CaseOpened,
    CaseReopened,
    CustomerAnswered,
    HandOffDeclined,
)
from makegood.cases.models import Case, HandOff
from makegood.cases.operations import make_tracking_link
from makegood.cases.queries import language_of
from makegood.conversations.operations import write_message
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.notices.operations import tell
from makegood.people.models import Staff
from makegood.people.queries import staff_in_charge


def _case(pk: int) -> Case:
    return Case.objects.select_related("customer", "thread", "feedback").get(pk=pk)


def _page(case: Case) -> str:
    return f"/desk/cases/{case.number}/"


@on(CaseOpened, outside=True)
def tell_the_customer_it_arrived(event: CaseOpened, entry: Entry) -> None:
    """Apologises for the inconvenience and gives the link; it never counts as an answer. A1, A10"""
    case = _case(event.case_id)
    link = f"{settings.PUBLIC_URL}/t/{make_tracking_link(case, by=SYSTEM, at=entry.at)}"
    with translation.override(language_of(case)):
        body = _(
            "We are sorry for the inconvenience. Your complaint has reached us under the number %(number)s. "
            "You can follow every step here, and write to us at any time: %(link)s"
        ) % {"number": case.number, "link": link}
    key = f"case:{case.pk}:arrived"
    write_message(case.thread, kind="auto_acknowledgement", body=body, by=SYSTEM, at=entry.at, external_key=key)


@on(CaseClosed, outside=True)
def ask_how_it_was(event: CaseClosed, entry: Entry) -> None:
    """Every closed case asks one question; a bad answer reopens it. E6"""
    case = _case(event.case_id)
    link = f"{settings.PUBLIC_URL}/t/{make_tracking_link(case, by=SYSTEM, at=entry.at)}"
    with translation.override(language_of(case)):
        body = _(
            "We have closed %(number)s. Are you satisfied with how we handled it? Please tell us here: %(link)s "
            "If anything is still not right, say so, and we take it up again."
        ) % {"number": case.number, "link": link}
    closings = case.moves.filter(verb="close").count()
    key = f"case:{case.pk}:asked:{closings}"
    write_message(case.thread, kind="auto_acknowledgement", body=body, by=SYSTEM, at=entry.at, external_key=key)


@on(CaseOpened, CaseAssigned, outside=True)
def tell_the_owner(event: CaseOpened | CaseAssigned, entry: Entry) -> None:
    """The one responsible person hears of a case that is theirs now."""
    case = _case(event.case_id)
    kind = "case.opened" if isinstance(event, CaseOpened) else "case.assigned"
    if case.owner_id and not (entry.actor_kind == "staff" and entry.actor_id == case.owner_id):
        tell([case.owner_id], kind, {"number": case.number, "title": case.title}, link=_page(case), at=entry.at)


@on(CustomerAnswered, CaseReopened, HandOffDeclined, outside=True)
def tell_the_owner_what_came_back(event: CustomerAnswered | CaseReopened | HandOffDeclined, entry: Entry) -> None:
    """The customer wrote, was not satisfied, or another department declined."""
    case = _case(event.case_id)
    params = {"number": case.number}
    if isinstance(event, HandOffDeclined):
        params["reason"] = HandOff.objects.values_list("answer", flat=True).get(pk=event.hand_off_id)
    kinds = {CustomerAnswered: "case.customer_answered", CaseReopened: "case.reopened"}
    kind = kinds.get(type(event), "case.hand_off_declined")
    if case.owner_id:
        tell([case.owner_id], kind, params, link=_page(case), at=entry.at)


@on(CaseHandedOff, outside=True)
def tell_the_asked_department(event: CaseHandedOff, entry: Entry) -> None:
    """People of the asked department, in the asked branch when one was named, hear that a case waits for them."""
    asked = HandOff.objects.select_related("case").get(pk=event.hand_off_id)
    there = Staff.objects.filter(is_active=True, department_id=event.department_id)
    if asked.to_branch_id:
        there = there.filter(branch_id=asked.to_branch_id)
    whom = list(there.exclude(pk=asked.case.accused_id or 0).values_list("pk", flat=True))
    tell(whom, "case.handed_off", {"number": asked.case.number}, link=_page(asked.case), at=entry.at)


@on(CaseEscalated, outside=True)
def call_the_person_in_charge_of_the_level(event: CaseEscalated, entry: Entry) -> None:
    """A lifted case rings whoever is in charge of the branch."""
    case = _case(event.case_id)
    params = {"number": case.number, "level": event.level}
    whom = staff_in_charge(event.branch_id, besides=case.accused)
    tell(whom, "case.escalated", params, link=_page(case), at=entry.at)
