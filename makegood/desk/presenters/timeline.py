"""One stream of everything that happened on a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from makegood.cases.models import Case, CaseMove, Fault
from makegood.commitments.models import ExtensionRequest
from makegood.commitments.queries import ClockReading
from makegood.conversations.models import Message
from makegood.desk.presenters.names import Names
from makegood.ledger.queries import written
from makegood.panels.presenters import Group, Person, TimelineLine
from makegood.panels.presenters.promise import Words
from makegood.recovery.models import Fulfilment, Offer
from makegood.triage.models import Screening, Urgency, Verdict

# Their words stand on the timeline as messages already.
SAID = {"acknowledge", "reply", "write_note", "ask_customer", "customer_wrote", "offer"}
WRITTEN: dict[str, Words] = {
    "customer_message": gettext_lazy("wrote"),
    "acknowledgement": gettext_lazy("acknowledged the complaint"),
    "auto_acknowledgement": gettext_lazy("acknowledged automatically"),
    "reply": gettext_lazy("replied"),
    "offer": gettext_lazy("made an offer"),
    "question": gettext_lazy("asked the customer"),
    "notice": gettext_lazy("told the customer the news"),
    "note": gettext_lazy("noted"),
    "system": gettext_lazy("recorded"),
}
MONEY_VERBS = {"offer_accepted", "offer_declined", "perform"}


def lines(
    case: Case, *, messages: Sequence[Message], moves: Sequence[CaseMove], clocks: Sequence[ClockReading],
    verdicts: Sequence[Verdict], screenings: Sequence[Screening], offers: Sequence[Offer], at: datetime,
    more_time: Sequence[ExtensionRequest] = (),
) -> list[TimelineLine]:  # fmt: skip
    """Every line, oldest first, from rows that were fetched already; one query for the names."""
    actors = [message.author for message in messages] + [move.actor for move in moves]
    actors += [offer.proposed_by for offer in offers]
    names = Names(actors, customer=str(case.customer or ""))
    found = [_message(message, names) for message in messages]
    found += [_move(move, names) for move in moves if move.verb not in SAID]
    found += [line for clock in clocks for line in _clock(clock, at)]
    found += [line for one in more_time for line in _more_time(one)]
    found += [_verdict(verdict) for verdict in verdicts]
    found += [_screening(screening) for screening in screenings]
    found += [line for offer in offers for line in _offer(offer, names)]
    return sorted(found, key=lambda line: line.at)


def _message(message: Message, names: Names) -> TimelineLine:
    facts: list[Words] = []
    if message.via and message.direction == "out":
        facts.append(message.get_delivery_display() if message.via == "email" else _("On the tracking page"))
    return TimelineLine(
        Group.INTERNAL if message.is_internal else Group.MESSAGE,
        message.occurred_at,
        names.of(message.author),
        WRITTEN.get(message.kind, message.get_kind_display()),
        message.for_staff,
        direction="" if message.is_internal else message.direction,
        facts=tuple(facts),
    )


def _move(move: CaseMove, names: Names) -> TimelineLine:
    group = Group.MONEY if move.verb in MONEY_VERBS else Group.MOVE
    return TimelineLine(group, move.at, names.of(move.actor), move_words(move), body=move.reason)


def move_words(move: CaseMove) -> Words:
    detail = move.detail
    fault = str(dict(Fault.choices).get(detail, detail))
    urgency = str(dict(Urgency.choices).get(detail, detail))
    told = {
        "open_case": _("opened the case"),
        "assign": _("made %(name)s responsible") % {"name": detail},
        "unassign": _("took it from its owner; nobody else can answer for it yet"),
        "accuse": _("named %(name)s as the person complained about") % {"name": detail},
        "clear_accused": _("found that it is not about %(name)s") % {"name": detail},
        "hand_off": _("asked %(department)s to take over") % {"department": detail},
        "accept_hand_off": _("took it over for %(department)s") % {"department": detail},
        "decline_hand_off": _("sent it back from %(department)s") % {"department": detail},
        "investigate": _("began to look into it"),
        "decide": _("decided. Fault: %(fault)s") % {"fault": fault},
        "escalate": _("lifted it to level %(level)s") % {"level": detail},
        "offer_accepted": _("accepted the offer"),
        "offer_declined": _("declined the offer"),
        "perform": _("delivered the remedy"),
        "close": _("closed the case"),
        "reopen": _("reopened the case"),
        "withdraw": _("took the complaint back"),
        "offer_ended": _("nothing is offered any more"),
        "take_back_hand_off": _("no longer asks %(department)s to take over") % {"department": detail},
        "reprioritise": _("changed the urgency to %(urgency)s") % {"urgency": urgency},
    }
    return told.get(move.verb, move.verb)


def _clock(clock: ClockReading, at: datetime) -> Iterable[TimelineLine]:
    name = clock.statement or clock.commitment_name
    yield TimelineLine(Group.CLOCK, clock.started_at, None, _("Promise began: %(promise)s") % {"promise": name})
    if clock.state == "kept" and clock.ended_at:
        yield TimelineLine(
            Group.CLOCK, clock.ended_at, None, _("Promise kept: %(promise)s") % {"promise": name}, state="kept",
            mark="check",
        )  # fmt: skip
    elif clock.is_overdue and clock.due_at and clock.due_at <= at:
        yield TimelineLine(
            Group.CLOCK, clock.due_at, None, _("Promise broken: %(promise)s") % {"promise": name}, state="broken",
            mark="cross",
        )  # fmt: skip


def _more_time(one: ExtensionRequest) -> Iterable[TimelineLine]:
    promise = {"promise": one.clock.version.statement or one.clock.commitment.name}
    by = Person(str(one.asked_by))
    told = _("asked for more time: %(promise)s") % promise
    yield TimelineLine(Group.CLOCK, one.asked_at, by, told, one.reason)
    if one.state == ExtensionRequest.State.REFUSED and one.decided_at:
        yield TimelineLine(Group.CLOCK, one.decided_at, None, _("More time was refused: %(promise)s") % promise)
    elif one.due_after and one.decided_at:
        until = timezone.localtime(one.due_after).strftime("%Y-%m-%d %H:%M")
        title = _("Promise extended until %(due)s: %(promise)s") % {"due": until, **promise}
        yield TimelineLine(Group.CLOCK, one.decided_at, None, title, one.told)


def _verdict(verdict: Verdict) -> TimelineLine:
    title = _("read as %(nature)s, %(urgency)s, %(category)s") % {
        "nature": verdict.get_nature_display(),
        "urgency": verdict.get_urgency_display(),
        "category": verdict.get_category_display(),
    }
    return TimelineLine(
        Group.VERDICT,
        verdict.judged_at,
        Person(_("Text engine"), "machine"),
        title,
        facts=(f"{verdict.engine} {verdict.version}",),
    )


def _screening(screening: Screening) -> TimelineLine:
    title = _("overruled the machine") if screening.overruled else _("agreed with the machine")
    told = f"{screening.get_nature_display()} · {screening.get_urgency_display()}"
    return TimelineLine(
        Group.VERDICT, screening.screened_at, Person(str(screening.staff)), title, screening.note, facts=(told,)
    )


def _offer(offer: Offer, names: Names) -> Iterable[TimelineLine]:
    options = [f"{option.remedy} {money_words(option)}".strip() for option in offer.options.all()]
    proposed = _("proposed a remedy") if offer.source != "guarantee" else _("proposed what the guarantee promises")
    yield TimelineLine(
        Group.MONEY, offer.proposed_at, names.of(offer.proposed_by), proposed, offer.note, facts=tuple(options)
    )
    if offer.sent_at:
        yield TimelineLine(Group.MONEY, offer.sent_at, None, _("The offer was sent to the customer"))
    for fulfilment in offer.fulfilments.all():
        yield _fulfilment(fulfilment)


def _fulfilment(fulfilment: Fulfilment) -> TimelineLine:
    told: list[Words] = [fulfilment.get_state_display()]
    if fulfilment.reference:
        told.append(_("Reference %(reference)s") % {"reference": fulfilment.reference})
    title = _("Delivery of %(remedy)s") % {"remedy": f"{fulfilment.option.remedy} {money_words(fulfilment.option)}"}
    return TimelineLine(
        Group.MONEY, fulfilment.settled_at or fulfilment.started_at, None, title, facts=tuple(told), mark="coin"
    )


def money_words(option: object) -> str:
    """The face value of an option, where it has one."""
    money = option.money  # type: ignore[attr-defined]
    return written(money) if money.minor else ""
