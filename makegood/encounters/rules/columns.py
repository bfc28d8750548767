"""Which column of a file is which field, told from its heading in Chinese or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from dataclasses import field as each
from typing import Any
from zoneinfo import ZoneInfo

from makegood.encounters.rules.lines import FIELDS, Manner
from makegood.encounters.rules.states import state_name
from makegood.kit.dates import DateOrder, found_order
from makegood.kit.problems import Problem
from makegood.kit.tables import Table

# In each line the surest word stands first.
SYNONYMS: dict[str, str] = {
    "reference": "订单号 订单编号 桌单号 单号 编号 reference orderid orderno ordernumber visitid order id",
    "kind": "类型 接触类型 kind type",
    "branch": "门店 门店编号 门店名称 分店 网点 branch store shop",
    "stage": "环节 阶段 节点 stage step event status",
    "encounter_started_at": "下单时间 到店时间 开台时间 encounterstartedat orderedat orderdate purchasedat visitedat",
    "encounter_ended_at": "离店时间 完成时间 encounterendedat completedat",
    "started_at": "开始时间 环节开始 开始 startedat starttime start begin",
    "ended_at": "结束时间 环节结束 结束 送达时间 endedat endtime finishedat deliveredat end",
    "promised_at": "承诺时间 承诺送达 约定时间 promisedat promiseddate promised due dueat deliveryby",
    "expected_at": "预计时间 预计送达 expectedat estimatedat estimate eta",
    "said_at": "更新时间 上报时间 saidat updatedat reportedat",
    "delayed": "延误 是否延误 delayed late",
    "channel": "渠道 channel",
    "phone": "手机 手机号 联系电话 电话 phone mobile",
    "email": "邮箱 电子邮箱 email",
    "category": "分类 业务类别 优先级 category priority",
    "state": "状态 工单状态 state incidentstate ticketstate",
    "state_at": "变更时间 状态时间 stateat statetime eventtime changedat",
    "customer": "会员号 客户编号 customerid memberid customer",
}  # fmt: skip
MOMENTS = ("started_at", "ended_at", "promised_at", "expected_at")
ANY_TIME = (*MOMENTS, "state_at", "encounter_started_at")


@dataclass(frozen=True, slots=True)
class StageMap:
    """`columns`: field → heading. `stage`, `kind` and `branch` hold for rows that do not say.

    `states`: word → code of a state; `empty`: words that stand for nothing. Plain values, kept as JSON.
    """

    columns: dict[str, str]
    time_zone: str = "Asia/Shanghai"
    date_order: str = ""
    stage: str = ""
    kind: str = "order"
    branch: str = ""
    states: dict[str, str] = each(default_factory=dict)
    empty: tuple[str, ...] = ()

    def as_settings(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> StageMap:
        """From JSON or YAML. Raises Problem for fields that do not exist and values that cannot be."""
        columns = settings.get("columns")
        if not isinstance(columns, Mapping):
            raise Problem("map_without_columns")
        clean = {str(key): str(value) for key, value in columns.items() if value not in (None, "")}
        if strange := sorted(set(clean) - set(FIELDS)):
            raise Problem("map_unknown_field", field=strange[0], fields=", ".join(FIELDS))
        zone = str(settings.get("time_zone") or "Asia/Shanghai")
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise Problem("map_unknown_zone", zone=zone[:60]) from None
        order = str(settings.get("date_order") or "")
        if order not in ("", *DateOrder):
            raise Problem("bad_value", value="date_order")
        return cls(
            clean, zone, order, str(settings.get("stage") or ""), str(settings.get("kind") or "order"),
            str(settings.get("branch") or ""), _states(settings.get("states")), _empty(settings.get("empty")),
        )  # fmt: skip


def suggested(table: Table, *, time_zone: str = "Asia/Shanghai") -> StageMap:
    """What the headings say; a column is used once."""
    names = {heading: _plain(heading) for heading in table.headings}
    found: dict[str, str] = {}
    for field, words in SYNONYMS.items():
        for word in words.split():
            heading = next((h for h, n in names.items() if n == word and h not in found.values()), None)
            if heading is not None:
                found[field] = heading
                break
    return StageMap(found, time_zone)


def bound(table: Table, mapping: StageMap) -> tuple[dict[str, int], Manner]:
    """Field → place of its column, and how cells are read. Raises Problem when the map does not fit the file."""
    columns = mapping.columns
    for heading in columns.values():
        if heading not in table.headings:
            raise Problem("map_no_such_column", column=heading[:60])
    if "reference" not in columns:
        raise Problem("map_no_reference")
    has_stage = ("stage" in columns or mapping.stage) and any(name in columns for name in MOMENTS)
    if not has_stage and not {"state", "state_at"} <= columns.keys():
        raise Problem("map_no_stage")
    places = {name: table.headings.index(heading) for name, heading in columns.items()}
    return places, replace(manner(mapping), order=_order(table, mapping, places))


def manner(mapping: StageMap) -> Manner:
    """How the map says cells are read."""
    order = DateOrder(mapping.date_order) if mapping.date_order else None
    return Manner(ZoneInfo(mapping.time_zone), order, mapping.kind, mapping.states, frozenset(mapping.empty))


def _order(table: Table, mapping: StageMap, places: Mapping[str, int]) -> DateOrder | None:
    if mapping.date_order:
        return DateOrder(mapping.date_order)
    for name in ANY_TIME:
        if name in places:
            found = found_order([row[places[name]] for row in table.rows])
            if found.is_ambiguous:
                raise Problem("unclear_order", column=mapping.columns[name][:60])
            if found.order:
                return found.order
    return None


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"[(\[【].*?[)\]】]", "", text)
    return "".join(ch for ch in text if ch.isalnum())


def _states(told: object) -> dict[str, str]:
    """Words for states and their codes, found again however they are written. Raises Problem."""
    if not told:
        return {}
    if not isinstance(told, Mapping):
        raise Problem("bad_value", value="states")
    return {str(word).strip().casefold(): state_name(str(code).strip(), {}) for word, code in told.items()}


def _empty(told: object) -> tuple[str, ...]:
    if not told:
        return ()
    return tuple(str(word) for word in told) if isinstance(told, (list, tuple)) else (str(told),)
