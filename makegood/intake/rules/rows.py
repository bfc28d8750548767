"""One row of a file, understood: clean values, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from makegood.intake.rules.mapping import Plan
from makegood.intake.rules.words import MAX_SUBJECT, MAX_TEXT, clean, clean_line, says_something
from makegood.kit.dates import DateOrder, read_moment
from makegood.kit.problems import Problem
from makegood.kit.tables import Cell, cell_text

MAX_FUTURE = timedelta(hours=24)
MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class Row:
    """What the row says. Empty text means that the file has no such value."""

    text: str
    subject: str = ""
    customer: str = ""
    contact: tuple[str, str] | None = None
    occurred_at: datetime | None = None
    reply: str = ""
    replied_at: datetime | None = None
    external_id: str = ""
    channel: str = ""
    branch: str = ""


def external_id_of(cells: Sequence[Cell], plan: Plan) -> str:
    place = plan.places.get("external_id")
    return "" if place is None else clean_line(cell_text(cells[place]))


def read_row(cells: Sequence[Cell], plan: Plan, *, now: datetime) -> Row:
    """Raises Problem with the first thing that is wrong, in the order in which a person would mend it."""

    def words(name: str) -> str:
        place = plan.places.get(name)
        return "" if place is None else clean_line(cell_text(cells[place]))

    external_id = external_id_of(cells, plan)
    if "external_id" in plan.places and not external_id:
        raise Problem("no_id")
    text = clean(cell_text(cells[plan.places["text"]]))
    if not says_something(text):
        raise Problem("no_text")
    if len(text) > MAX_TEXT:
        raise Problem("text_too_long", length=len(text), limit=MAX_TEXT)
    subject = words("subject")
    if len(subject) > MAX_SUBJECT:
        raise Problem("subject_too_long", length=len(subject), limit=MAX_SUBJECT)
    occurred_at = _occurred(cells, plan, now)
    reply, replied_at = _reply(cells, plan, occurred_at, now)
    return Row(
        text=text, subject=subject, customer=words("customer")[:MAX_NAME], contact=_contact(words("contact")),
        occurred_at=occurred_at, reply=reply, replied_at=replied_at, external_id=external_id,
        channel=words("channel"), branch=words("branch"),
    )  # fmt: skip


def _occurred(cells: Sequence[Cell], plan: Plan, now: datetime) -> datetime | None:
    if "time" not in plan.places:
        return None
    value = cells[plan.places["time"]]
    if "time_of_day" in plan.places and isinstance(value, str):
        value = f"{value} {cell_text(cells[plan.places['time_of_day']])}".strip()
    return _past(value, plan, plan.order, now)


def _reply(
    cells: Sequence[Cell], plan: Plan, occurred_at: datetime | None, now: datetime
) -> tuple[str, datetime | None]:
    if "reply" not in plan.places:
        return "", None
    reply = clean(cell_text(cells[plan.places["reply"]]))
    if not says_something(reply):
        return "", None
    try:
        replied_at = _past(cells[plan.places["reply_time"]], plan, plan.reply_order, now)
    except Problem as problem:
        raise Problem(f"reply_{problem.code}", **problem.params) from None
    if occurred_at is not None and replied_at < occurred_at:
        raise Problem("reply_before_message")
    return reply, replied_at


def _past(value: Cell, plan: Plan, order: DateOrder | None, now: datetime) -> datetime:
    moment = read_moment(value, plan.zone, order)
    if moment > now + MAX_FUTURE:
        raise Problem("future_time", value=cell_text(value)[:60])
    return moment


def _contact(text: str) -> tuple[str, str] | None:
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        return "email", text
    return ("phone", text) if len(re.sub(r"\D", "", text)) >= 7 else None
