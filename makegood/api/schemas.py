"""What goes in and out. Everything is bounded; NUL is refused; times carry their zone; integers stay below 2³¹."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints

from makegood.intake.rules.words import MAX_SUBJECT, MAX_TEXT, VISIBLE

BIGGEST = 2**31 - 1
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
NO_NUL = "^[^\\x00]*$"
_SEEN = VISIBLE.replace("\ud800-\udfff", "")  # a pattern is text too, and text has no lone surrogates


def _timestamp(value: Any) -> Any:
    """RFC 3339 text within reach; a number or a date alone is no time."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not RFC3339.fullmatch(value) or not 1900 <= int(value[:4]) <= 2200:
        raise ValueError("not a time")
    return value


Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=f"^[^\\x00]*{_SEEN}[^\\x00]*$")]
Line = Annotated[str, StringConstraints(max_length=MAX_SUBJECT, pattern=NO_NUL)]
Short = Annotated[str, StringConstraints(max_length=80, pattern=NO_NUL)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[!-~]+$")]
Moment = Annotated[AwareDatetime, BeforeValidator(_timestamp)]
Id = Annotated[int, Field(ge=1, le=BIGGEST)]
Amount = Annotated[int, Field(ge=0, le=BIGGEST, strict=True)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class CustomerIn(Strict):
    """Who it was. Found again by phone, e-mail or your own reference, else new."""

    name: Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)] = ""
    phone: Annotated[str, StringConstraints(max_length=32, pattern=r"^(\+?[0-9][-0-9 ]{5,30})?$")] = ""
    email: Annotated[str, StringConstraints(max_length=120, pattern=r"^([^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+)?$")] = ""
    reference: Annotated[str, StringConstraints(max_length=60, pattern=r"^[!-~]*$")] = ""

    def contacts(self) -> list[tuple[str, str]]:
        return [(kind, value) for kind, value in (("phone", self.phone), ("email", self.email)) if value]


class FeedbackIn(Strict):
    """One thing that somebody told you."""

    text: Text
    subject: Line = ""
    channel: Code = "api"
    branch: Code | None = None
    customer: CustomerIn | None = None
    occurred_at: Moment | None = None
    locale: Annotated[str, StringConstraints(max_length=10, pattern=r"^[a-zA-Z-]*$")] = ""


class FeedbackLine(FeedbackIn):
    """One line of NDJSON: the same, with its own key."""

    key: Key


class FeedbackTaken(Schema):
    """The answer to a post; the same for the same key."""

    id: int
    received_at: datetime


class FeedbackOut(Schema):
    """Personal data in ``subject`` and ``text`` is starred out."""

    id: int
    channel: str
    branch: str | None
    subject: str
    text: str
    locale: str
    occurred_at: datetime
    received_at: datetime


class FeedbackPage(Schema):
    """``next`` is what to give as ``after`` for the next page; null on the last."""

    items: list[FeedbackOut]
    next: int | None


class LineProblem(Schema):
    line: int
    code: str
    detail: str


class BulkTaken(Schema):
    """received = accepted + duplicates + quarantined. The first hundred lines set aside are named."""

    received: int
    accepted: int
    duplicates: int
    quarantined: int
    problems: list[LineProblem]


class CaseOut(Schema):
    id: int
    number: str
    status: str
    level: int
    urgency: str
    branch: str | None
    feedback_id: int | None
    opened_at: datetime
    closed_at: datetime | None


class CasePage(Schema):
    items: list[CaseOut]
    next: int | None


class StageIn(Strict):
    """A timed step. Tell what you know now; the rest may follow, late and in any order.

    ``promised_at`` is the date given to the customer, ``expected_at`` an estimate made at ``said_at``.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")]
    started_at: Moment | None = None
    ended_at: Moment | None = None
    promised_at: Moment | None = None
    expected_at: Moment | None = None
    said_at: Moment | None = None
    delayed: bool = False


class EncounterIn(Strict):
    """An order, a visit or a service session; the same kind and reference is the same encounter."""

    kind: Literal["order", "visit", "service"]
    reference: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[!-~]+$")]
    branch: Code
    started_at: Moment
    ended_at: Moment | None = None
    channel: Annotated[str, StringConstraints(max_length=40, pattern=NO_NUL)] = ""
    customer: CustomerIn | None = None
    amount_minor: Amount | None = None
    currency: Literal["CNY", "HKD", "TWD", "USD", "EUR", "GBP", "JPY"] = "CNY"
    stages: Annotated[list[StageIn], Field(max_length=50)] = []


class EncounterOut(Schema):
    id: int
    kind: str
    reference: str


class StageOut(Schema):
    name: str
    started_at: datetime | None
    ended_at: datetime | None
    promised_at: datetime | None
    expected_at: datetime | None
    is_odd: bool


class StagesTaken(Schema):
    """received = taken + repeated + held. The first hundred lines set aside are named; all of them are kept."""

    batch: int
    received: int
    taken: int
    repeated: int
    held: int
    replayed: bool = False
    problems: list[LineProblem]


class WebhookIn(Strict):
    """``events`` are names such as cases.CaseOpened, a room (cases.*) or * for all."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=NO_NUL)]
    url: Annotated[str, StringConstraints(min_length=8, max_length=500, pattern=r"^https?://[!-~]+$")]
    events: Annotated[
        list[Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z.*_]+$")]],
        Field(min_length=1, max_length=50),
    ]


class WebhookOut(Schema):
    id: int
    name: str
    url: str
    events: list[str]
    is_active: bool


class WebhookMade(WebhookOut):
    """``secret`` signs every post to you. It is shown this once."""

    secret: str
