"""How a file is read: which column is which field, in which time zone, day or month first."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from makegood.intake.rules.headings import FIELDS, column, recognised
from makegood.kit.dates import DateOrder, found_order
from makegood.kit.problems import Problem
from makegood.kit.tables import Table


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """``columns``: field → heading. ``date_order`` "" leaves it to the column. Plain values, kept as JSON."""

    columns: dict[str, str]
    time_zone: str = "Asia/Shanghai"
    date_order: str = ""
    sheet: str = ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def as_settings(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_settings(cls, settings: AnyMapping[str, Any]) -> ColumnMap:
        """From JSON or YAML. Raises Problem for fields that do not exist and values that cannot be."""
        columns = settings.get("columns")
        if not isinstance(columns, AnyMapping):
            raise Problem("map_without_columns")
        clean = {str(key): str(value) for key, value in columns.items() if value not in (None, "")}
        if strange := sorted(set(clean) - set(FIELDS)):
            raise Problem("map_unknown_field", field=strange[0], fields=", ".join(FIELDS))
        zone, order = str(settings.get("time_zone") or "Asia/Shanghai"), str(settings.get("date_order") or "")
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise Problem("map_unknown_zone", zone=zone[:60]) from None
        if order not in ("", *DateOrder):
            raise Problem("map_unknown_order", order=order[:20])
        return cls(clean, zone, order, str(settings.get("sheet") or ""))


@dataclass(frozen=True, slots=True)
class Plan:
    """A map bound to one table: the place of each field's column."""

    places: dict[str, int]
    zone: ZoneInfo
    order: DateOrder | None
    reply_order: DateOrder | None
    headings: Sequence[str] = field(default=())


def suggested(table: Table, *, time_zone: str = "Asia/Shanghai") -> ColumnMap:
    """What the headings say. The date order is written down where the column decides it."""
    columns = recognised(table)
    order = found_order(column(table, columns["time"])).order if "time" in columns else None
    return ColumnMap(columns, time_zone, order.value if order else "", table.sheet)


def bound(table: Table, mapping: ColumnMap) -> Plan:
    """Raises Problem: map_no_text, map_no_such_column, map_same_column, map_reply_without_time, unclear_order."""
    columns = mapping.columns
    if "text" not in columns:
        raise Problem("map_no_text")
    for heading in columns.values():
        if heading not in table.headings:
            raise Problem("map_no_such_column", column=heading[:60])
    doubled = [heading for heading in columns.values() if list(columns.values()).count(heading) > 1]
    if doubled:
        raise Problem("map_same_column", column=doubled[0][:60])
    if "reply" in columns and "reply_time" not in columns:
        raise Problem("map_reply_without_time")
    places = {name: table.headings.index(heading) for name, heading in columns.items()}
    return Plan(
        places, mapping.zone, _order_of(table, mapping, "time"), _order_of(table, mapping, "reply_time"), table.headings
    )


def _order_of(table: Table, mapping: ColumnMap, name: str) -> DateOrder | None:
    if name not in mapping.columns:
        return None
    if mapping.date_order:
        return DateOrder(mapping.date_order)
    found = found_order(column(table, mapping.columns[name]))
    if found.is_ambiguous:
        raise Problem("unclear_order", column=mapping.columns[name][:60])
    return found.order
