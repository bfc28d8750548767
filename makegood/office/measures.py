"""What a promise can be about, by the names that a service manager uses, and the signals behind each name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Measure:
    """What starts, stops, rests, resumes and ends the clock. `group` is where it stands in the list."""

    label: str | Promise
    group: str | Promise
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    pauses_on: tuple[str, ...] = ()
    resumes_on: tuple[str, ...] = ()
    cancels_on: tuple[str, ...] = ()


MESSAGES, CASES, VISITS = _("Customers’ messages"), _("Complaints"), _("Visits and orders")
WAITING = {"pauses_on": ("case.waiting_for_customer",), "resumes_on": ("case.customer_answered",)}
MEASURES: dict[str, Measure] = {
    "message_answered": Measure(_("A message is answered"), MESSAGES, ("feedback.received",), ("feedback.answered",)),
    "acknowledged": Measure(
        _("A complaint is acknowledged"), CASES, ("case.opened",), ("case.acknowledged", "case.answered"),
        cancels_on=("case.closed",),
    ),
    "first_answer": Measure(
        _("A person answers a complaint for the first time"), CASES, ("case.opened",), ("case.answered",),
        cancels_on=("case.closed",),
    ),
    "hand_off_accepted": Measure(
        _("The department accepts a hand-off"), CASES, ("hand_off.opened",), ("hand_off.accepted", "hand_off.declined"),
        cancels_on=("hand_off.taken_back",),
    ),
    "decided": Measure(
        _("A complaint is decided"), CASES, ("case.opened",), ("case.decided", "case.closed"), **WAITING,
    ),
    "solved": Measure(_("A complaint is solved"), CASES, ("case.opened",), ("case.closed",), **WAITING),
    "refund_paid": Measure(
        _("The remedy reaches the customer after the yes"), CASES, ("offer.accepted",), ("offer.fulfilled",),
    ),
    "queue": Measure(_("The wait in the queue"), VISITS, ("stage.queue.started",), ("stage.queue.ended",)),
    "dishes": Measure(_("All dishes are served"), VISITS, ("stage.dishes.started",), ("stage.dishes.ended",)),
    "checkout": Measure(_("The checkout"), VISITS, ("stage.checkout.started",), ("stage.checkout.ended",)),
    "human_answer": Measure(
        _("A person answers in the chat"), VISITS, ("stage.human_answer.started",), ("stage.human_answer.ended",),
    ),
    "delivery": Measure(_("An order is delivered"), VISITS, ("stage.delivery.started",), ("stage.delivery.ended",)),
}  # fmt: skip
PARTS = ("starts_on", "stops_on", "pauses_on", "resumes_on", "cancels_on")


def measure_choices() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]] | tuple[str, str | Promise]]:
    """For a select, in groups; the empty one stands for signals of one's own."""
    groups: dict[str | Promise, list[tuple[str, str | Promise]]] = {}
    for code, measure in MEASURES.items():
        groups.setdefault(measure.group, []).append((code, measure.label))
    return [("", _("Choose, or set the signals below")), *groups.items()]


def measure_named(**signals: Iterable[str]) -> str:
    """The code of the measure that is made of exactly these signals; empty where none is."""
    told = tuple(frozenset(signals.get(part) or ()) for part in PARTS)
    found = (code for code, one in MEASURES.items() if tuple(frozenset(getattr(one, part)) for part in PARTS) == told)
    return next(found, "")
