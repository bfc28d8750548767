"""One line told by a machine or a file, read into an encounter row with its stage. Nothing else is believed of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from makegood.encounters.rules.states import StateRow, state_name
from makegood.encounters.rules.timings import StageRow
from makegood.kit.dates import DateOrder, read_moment
from makegood.kit.problems import Problem
from makegood.kit.tables import cell_text

FIELDS = (
    "reference", "kind", "branch", "stage", "started_at", "ended_at", "promised_at", "expected_at", "said_at",
    "delayed", "encounter_started_at", "encounter_ended_at", "channel", "phone", "email", "customer", "category",
    "state", "state_at",
)  # fmt: skip
TIMES = (
    "started_at", "ended_at", "promised_at", "expected_at", "said_at", "encounter_started_at", "encounter_ended_at",
    "state_at",
)  # fmt: skip
LONGEST = {
    "reference": 80, "branch": 120, "stage": 40, "channel": 40, "category": 40, "phone": 32, "email": 120,
    "customer": 60,
}  # fmt: skip
KINDS = {
    "order": "order", "visit": "visit", "service": "service", "订单": "order", "到店": "visit", "堂食": "visit",
    "服务": "service", "會話": "service", "会话": "service",
}  # fmt: skip
STAGES = {
    "排队": "queue", "等位": "queue", "上菜": "dishes", "出餐": "dishes", "结账": "checkout", "收银": "checkout",
    "人工应答": "human_answer", "人工接入": "human_answer", "退款": "refund", "维修": "repair", "配送": "delivery",
    "送达": "delivery", "物流": "delivery",
}  # fmt: skip
YES = {"1", "true", "yes", "y", "是", "延误", "delayed"}
NO = {"", "0", "false", "no", "n", "否"}
REFERENCE = re.compile(r"[^\x00-\x20\x7f]{1,80}")
PHONE = re.compile(r"\+?[0-9][-0-9 ]{5,30}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ZONED = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says. `branch` is as written; times are ours after the source's skew is taken off."""

    kind: str
    reference: str
    branch: str = ""
    stage: StageRow | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    channel: str = ""
    contacts: tuple[tuple[str, str], ...] = ()
    customer: str = ""
    category: str = ""
    state: StateRow | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How cells are read. `zone` None: times must carry theirs, as on the interface.

    `states` gives words for states their code; `empty` are the words that stand for nothing ("?", "N/A").
    """

    zone: ZoneInfo | None = None
    order: DateOrder | None = None
    kind: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()


def read_line(values: Mapping[str, object], manner: Manner) -> Line:
    """Raises Problem with the first thing that is wrong."""
    for name in values:
        if name not in FIELDS:
            raise Problem("unknown_field", value=str(name)[:40])
    if manner.empty:
        values = {name: None if _is_empty(value, manner) else value for name, value in values.items()}
    reference = _text(values, "reference")
    if not REFERENCE.fullmatch(reference):
        raise Problem("bad_reference")
    kind = KINDS.get(_text(values, "kind").lower() or manner.kind, "")
    if not kind:
        raise Problem("bad_kind")
    times = {name: _moment(values, name, manner) for name in TIMES}
    return Line(
        kind, reference, _text(values, "branch"), _stage(values, times), times["encounter_started_at"],
        times["encounter_ended_at"], _text(values, "channel"), _contacts(values), _text(values, "customer"),
        _text(values, "category"), _state(values, times["state_at"], manner),
    )  # fmt: skip


def _stage(values: Mapping[str, object], times: dict[str, datetime | None]) -> StageRow | None:
    name = _text(values, "stage")
    if not name:
        return None
    return StageRow(
        STAGES.get(name, name.lower()), times["started_at"], times["ended_at"], times["promised_at"],
        times["expected_at"], times["said_at"], _yes(values),
    )  # fmt: skip


def _state(values: Mapping[str, object], at: datetime | None, manner: Manner) -> StateRow | None:
    word = _text(values, "state")
    if not word:
        return None
    name = state_name(word, manner.states)
    if at is None:
        raise Problem("no_state_time", value=word[:60])
    return StateRow(name, at)


def _is_empty(value: object, manner: Manner) -> bool:
    return isinstance(value, str) and value.strip() in manner.empty


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Problem("bad_value", value=name)
    text = cell_text(value).strip()
    if len(text) > LONGEST.get(name, 80) or re.search("[\x00-\x1f\x7f\ud800-\udfff]", text):
        raise Problem("bad_reference" if name == "reference" else "bad_value", value=name)
    return text


def _yes(values: Mapping[str, object]) -> bool:
    value = values.get("delayed")
    if isinstance(value, bool):
        return value
    word = _text(values, "delayed").lower()
    if word not in YES | NO:
        raise Problem("bad_value", value="delayed")
    return word in YES


def _moment(values: Mapping[str, object], name: str, manner: Manner) -> datetime | None:
    value = values.get(name)
    if value is None or value == "":
        return None
    if manner.zone is not None:
        return read_moment(value, manner.zone, manner.order)
    if not isinstance(value, str) or "\x00" in value:
        raise Problem("bad_value", value=name)
    moment = read_moment(value, ZoneInfo("UTC"))
    if not ZONED.fullmatch(value):
        raise Problem("no_zone", value=value[:60])
    return moment


def _contacts(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    found = []
    for name, form in (("phone", PHONE), ("email", MAIL)):
        text = _text(values, name)
        if text and not form.fullmatch(text):
            raise Problem("bad_value", value=name)
        if text:
            found.append((name, text))
    return tuple(found)
