"""One of each component in each state, for the style guide."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from makegood.panels.presenters import (
    Action,
    ChipSegment,
    ChipState,
    Column,
    Group,
    Guide,
    IntervalBar,
    NextStep,
    Page,
    Person,
    PromiseChip,
    SavedView,
    StatTile,
    Tab,
    TimelineLine,
    Why,
)

ANSWER = _("A public message is answered within 15 working days")
CALENDAR = _("Weekdays 9:00–18:00, statutory holidays and make-up workdays")


def chips(at: datetime) -> list[PromiseChip]:
    hour = timedelta(hours=1)
    running = ChipSegment("running", _("Running"), at - 30 * hour, at - 20 * hour, 0.35)
    paused = ChipSegment("paused", _("Waiting for the customer"), at - 20 * hour, at - 6 * hour, 0.4)
    again = ChipSegment("running", _("Running"), at - 6 * hour, None, 0.25)
    late = ChipSegment("late", _("Overdue"), at - 6 * hour, None, 0.25)
    due = at + 27 * hour
    return [
        PromiseChip("1", ChipState.RUNNING, ANSWER, _("6 h left"), 0.72, due, segments=(running,), calendar=CALENDAR),
        PromiseChip("2", ChipState.DUE_SOON, ANSWER, _("40 min left"), 0.12, due, segments=(running, paused, again)),
        PromiseChip("3", ChipState.PAUSED, ANSWER, _("Paused"), 0.5, due, reason=_("Waiting for the customer")),
        PromiseChip("4", ChipState.KEPT, ANSWER, _("Kept in 2 h"), 0.6, due, segments=(running,), version="v2"),
        PromiseChip("5", ChipState.BROKEN, ANSWER, _("3 h late"), 0, due, segments=(running, paused, late)),
    ]


def lines(at: datetime) -> list[TimelineLine]:
    hour, customer = timedelta(hours=1), Person(str(_("Wang Fang")), "customer")
    jing, machine = Person(str(_("Lin Jing"))), Person(str(_("First reader")), "machine")
    asked = str(_("I ordered on the 3rd and the parcel still has not come. Nobody answers the phone!"))
    answered = str(_("Dear Ms Wang, we are sorry for the wait. Your parcel leaves today and arrives tomorrow."))
    return [
        TimelineLine(Group.MESSAGE, at - 30 * hour, customer, _("wrote by web form"), asked, direction="in"),
        TimelineLine(Group.VERDICT, at - 30 * hour, machine, _("reads it as: complaint, urgent, logistics")),
        TimelineLine(Group.MOVE, at - 29 * hour, jing, _("opened the case and took it")),
        TimelineLine(
            Group.INTERNAL, at - 28 * hour, jing, _("noted"), str(_("The depot lost the label. Second time this week."))
        ),
        TimelineLine(Group.MESSAGE, at - 6 * hour, jing, _("replied"), answered, direction="out"),
        TimelineLine(
            Group.CLOCK, at - 3 * hour, None, _("Promise broken: answered within 1 working day"), state="broken"
        ),
        TimelineLine(
            Group.MONEY, at - 2 * hour, jing, _("proposed a coupon"), facts=(_("Value ¥30.00"), _("Cost ¥12.00"))
        ),
    ]


def step(at: datetime) -> NextStep:
    return NextStep(
        title=_("Answer the customer"),
        reason=_("The promised answer is due today."),
        owner=Person(str(_("Lin Jing"))),
        chip=chips(at)[1],
        guide=Guide(str(_("How to answer a complaint")), str(_("Listen, restate, apologise, give a date."))),
        script=Guide("", str(_("We are sorry that this happened, and thank you for telling us."))),
        primary=Action(_("Write the reply"), "#reply", icon="message"),
        others=(Action(_("Hand off"), "#hand-off"), Action(_("Propose a remedy"), "#offer")),
    )


def bars() -> list[IntervalBar]:
    return [
        IntervalBar(_("Promises kept"), 214, 20, 86.4, 81.2, 90.5, target=90),
        IntervalBar(_("Satisfied customers"), 38, 20, 71.1, 55.2, 83.0),
        IntervalBar(_("Recovered customers"), 6, 20),
    ]


def everything(at: datetime) -> dict[str, Any]:
    """The whole context of the style guide."""
    return {
        "chips": chips(at),
        "lines": lines(at),
        "groups": list(Group),
        "step": step(at),
        "bars": bars(),
        "tiles": [
            StatTile(_("Open cases"), 42, "#", _("cases"), _("7 of them urgent")),
            StatTile(_("Promises kept"), "86.4%", "#", bar=bars()[0]),
            StatTile(_("Spent this month"), "¥3,120", "#", note=_("of ¥10,000")),
        ],
        "why": Why(
            _("Complaint, urgent"), (_("Rule: a parcel later than 3 days is urgent"),),
            (str(_("still has not come")), str(_("Nobody answers"))), 0.87, "lexicon 1", disagree_href="#",
        ),
        "views": [SavedView(_("Mine"), "#", True, 12), SavedView(_("Broken today"), "#", count=3)],
        "tabs": [Tab(_("Open cases"), "#", True, 42), Tab(_("Closed"), "#")],
        "columns": [
            Column("subject", _("Subject"), is_fixed=True), Column("promise", _("Promise")),
            Column("owner", _("Owner"), sort_href="#", sorted="ascending"),
            Column("money", _("Amount"), align="number"),
        ],
        "page": Page(1, 5, 212, next_href="#"),
    }  # fmt: skip
