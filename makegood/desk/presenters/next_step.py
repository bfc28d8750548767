"""The step that is due on a case, for the person who looks at it."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from makegood.cases.models import Case, Fault, HandOff, Status
from makegood.cases.permissions import may_accuse, may_answer_hand_off
from makegood.conversations.queries import filled_template
from makegood.handbook.queries import StepHelp
from makegood.panels.presenters import Action, Guide, NextStep, Person, PromiseChip
from makegood.panels.presenters.promise import Words
from makegood.people.models import Staff
from makegood.recovery.models import Offer

OUR_DOING = {Fault.OURS, Fault.SHARED, Fault.PARTNER}
Told = tuple[str, Words, Words, Action | None]


def step_code(case: Case, asked: HandOff | None, staff: Staff, offer: Offer | None) -> str:
    """The handbook's name of the step that is due."""
    return _due(case, asked, staff, offer)[0]


def next_step(
    case: Case, *, staff: Staff, asked: HandOff | None, offer: Offer | None, chip: PromiseChip | None,
    help_: StepHelp, values: Mapping[str, str], may_handle: bool,
) -> NextStep:  # fmt: skip
    """What to do now, who owns it, how, what to say, and the one button."""
    _code, title, reason, primary = _due(case, asked, staff, offer)
    return NextStep(
        title=title,
        reason=reason,
        owner=Person(str(case.owner)) if case.owner else None,
        chip=chip,
        guide=Guide(help_.guide.title, help_.guide.body) if help_.guide else None,
        script=Guide(help_.script.title, filled_template(help_.script.body, values)[0]) if help_.script else None,
        primary=primary if may_handle else None,
        others=_others(case, asked, staff) if may_handle else (),
    )


def _due(case: Case, asked: HandOff | None, staff: Staff, offer: Offer | None) -> Told:
    if asked is not None:
        return _handed_off(case, asked, staff)
    if case.is_ended:
        return "close", _("This case is closed"), _("A bad answer of the customer reopens it."), None
    if case.owner_id is None:
        return "acknowledge", _("Somebody must take this case"), "", _post(case, "take", _("I take it"))
    if case.is_waiting_for_customer:
        told = _("Clocks that allow it stand still until they write.")
        return "ask", _("Wait for the customer's answer"), told, _write(case, "question", _("Ask again"))
    if offer is not None and offer.status == Offer.Status.PROPOSED:
        send = Action(
            _("Send to the customer"), reverse("desk:send_offer", args=[offer.pk]), method="post", icon="gift"
        )
        return "offer", _("Send the proposed remedy"), _("It is within your limit and its budget is reserved."), send
    if offer is not None and offer.status == Offer.Status.WAITING_FOR_APPROVAL:
        told = _("The remedy is above your limit; somebody else must agree.")
        return "offer", _("Wait for the approval"), told, None
    return _by_status(case)


def _handed_off(case: Case, asked: HandOff, staff: Staff) -> Told:
    if may_answer_hand_off(staff, asked):
        return "hand_off", _("Accept this case or send it back"), asked.reason, _post(case, "accept", _("Accept"))
    told = _("%(department)s was asked to take over.") % {"department": asked.to_department}
    return "hand_off", _("Wait until the hand-off is answered"), told, None


def _by_status(case: Case) -> Told:
    if case.status == Status.RECEIVED:
        told = _("Tell the customer that a person has seen it and is sorry for the trouble.")
        write = _write(case, "acknowledgement", _("Acknowledge"))
        return "acknowledge", _("Acknowledge the complaint"), told, write
    if case.status in (Status.ACKNOWLEDGED, Status.INVESTIGATING):
        told = _("Find out what happened and whose doing it was.")
        return "investigate", _("Look into it and decide"), told, _open(case, "decide", _("Record the decision"))
    if case.status == Status.DECIDED:
        return _after_decision(case)
    if case.status == Status.OFFERED:
        return "await_answer", _("Wait for the customer's choice"), _("The offer is on the tracking page."), None
    if case.status == Status.REJECTED:
        told = _("Explain why, or propose something that fits better.")
        return "reconsider", _("The customer said no"), told, _offer(case, _("Propose something else"))
    if case.status == Status.ACCEPTED:
        told = _("Money is paid by finance; the rest is delivered here.")
        return "perform", _("Deliver what was promised"), told, Action(_("To the payouts"), reverse("desk:payouts"))
    return "follow_up", _("Tell the customer and close"), "", _open(case, "close", _("Close the case"))


def _after_decision(case: Case) -> Told:
    if case.fault in OUR_DOING:
        told = _("The fault is established: make it good.")
        return "offer", _("Propose a remedy"), told, _offer(case, _("Propose a remedy"))
    if case.first_answered_at is None:
        return "decide", _("Explain the decision to the customer"), "", _write(case, "reply", _("Write the reply"))
    return "close", _("Close the case"), "", _open(case, "close", _("Close the case"))


def _others(case: Case, asked: HandOff | None, staff: Staff) -> tuple[Action, ...]:
    if case.is_ended:
        return (_open(case, "reopen", _("Reopen")),)
    found = []
    if asked is not None and may_answer_hand_off(staff, asked):
        found.append(_open(case, "decline", _("Send it back")))
    if asked is None:
        found.append(_open(case, "hand-off", _("Hand off")))
    found += [_open(case, "assign", _("Assign"), key="e"), _offer(case, _("Propose a remedy"))]
    if may_accuse(staff, case):
        about = _("Name who is complained about") if case.accused_id is None else _("It was not about them")
        found.append(_open(case, "accuse" if case.accused_id is None else "clear-accused", about))
    if case.level < 3:
        found.append(_open(case, "escalate", _("Lift a level")))
    if case.status not in (Status.RECEIVED, Status.OFFERED, Status.ACCEPTED):
        found.append(_open(case, "close", _("Close the case")))
    return tuple(found)


def _open(case: Case, verb: str, label: Words, key: str = "") -> Action:
    return Action(label, reverse("desk:case_action", args=[case.pk, verb]), key=key)


def _post(case: Case, verb: str, label: Words) -> Action:
    return Action(label, reverse("desk:case_action", args=[case.pk, verb]), method="post")


def _write(case: Case, kind: str, label: Words) -> Action:
    return Action(label, f"{reverse('desk:case', args=[case.pk])}?write={kind}#composer", icon="message")


def _offer(case: Case, label: Words) -> Action:
    return Action(label, reverse("desk:propose", args=[case.pk]), icon="gift")
