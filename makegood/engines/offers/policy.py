"""A policy table as stored (plain JSON), read once into a form that is quick to evaluate.

    {"caps": {"share_of_price": "1.5"}, "round_to": 100,
     "rows": [{"id": "late", "group": "choice", "when": {"loss": ["time"], "price": {"to": 50000}},
               "give": [{"remedy": "coupon", "share_of_price": "0.2", "at_least": 1000, "at_most": 5000}],
               "why": {"zh-hans": "…", "zh-hant": "…", "en": "…"}}],
     "factors": [{"id": "gold", "when": {"tier": ["gold"]}, "times": "1.1", "why": {…}}]}

In each group the first matching row counts. ``always`` accompanies, of ``choice`` the customer takes one,
``escalate`` only says that a person higher up must look at once. Every matching factor multiplies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from makegood.engines.offers.facts import COLUMNS, FLAGS, NUMBERS, WORDS, Facts, cell

GROUPS = ("always", "choice", "escalate")
AMOUNTS = ("fixed", "share_of_price", "share_of_loss")


class PolicyProblem(ValueError):
    """A table that cannot be read: ``code`` names the reason, ``row`` and ``details`` the place."""

    def __init__(self, code: str, row: str = "", details: str = "") -> None:
        super().__init__(code, row, details)
        self.code, self.row, self.details = code, row, details


@dataclass(frozen=True)
class Test:
    """One cell of a row: a set of values, a flag, or a half-open range of numbers."""

    column: str
    values: frozenset[Any] | None = None
    low: int | None = None
    high: int | None = None

    def holds(self, facts: Facts) -> bool:
        value = cell(facts, self.column)
        if self.values is not None:
            return value in self.values
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


@dataclass(frozen=True)
class Gift:
    """What a row gives: the largest of its amounts, between ``at_least`` and ``at_most``; none at all for a letter.

    No factor touches an ``exact`` one: a full refund is the price, neither more nor less.
    """

    remedy: str
    fixed: int | None = None
    share_of_price: Decimal | None = None
    share_of_loss: Decimal | None = None
    at_least: int = 0
    at_most: int | None = None
    exact: bool = False

    @property
    def has_amount(self) -> bool:
        return any(value is not None for value in (self.fixed, self.share_of_price, self.share_of_loss))


@dataclass(frozen=True)
class Row:
    id: str
    group: str
    tests: tuple[Test, ...]
    gifts: tuple[Gift, ...]
    why: Mapping[str, str]
    times: Decimal = Decimal(1)

    def matches(self, facts: Facts) -> bool:
        return all(test.holds(facts) for test in self.tests)


@dataclass(frozen=True)
class Policy:
    rows: tuple[Row, ...]
    factors: tuple[Row, ...]
    cap_share: Decimal | None
    round_to: int

    def in_group(self, group: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.group == group)


def read_policy(table: Mapping[str, Any]) -> Policy:
    """The table compiled. Raises PolicyProblem for what cannot be read."""
    rows = tuple(_row(raw) for raw in _list(table, "rows"))
    factors = tuple(_row({"group": "factor", **raw}) for raw in _list(table, "factors"))
    ids = [row.id for row in (*rows, *factors)]
    if repeated := sorted({name for name in ids if ids.count(name) > 1}):
        raise PolicyProblem("repeated_id", repeated[0])
    cap = dict(table.get("caps") or {}).get("share_of_price")
    round_to = table.get("round_to", 1)
    if not isinstance(round_to, int) or isinstance(round_to, bool) or round_to < 1:
        raise PolicyProblem("bad_number", details="round_to")
    return Policy(rows, factors, None if cap is None else _share(cap, "", "caps"), round_to)


def _list(table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise PolicyProblem("not_a_table", details=key)
    return found


def _row(raw: Mapping[str, Any]) -> Row:
    name, group, when = raw.get("id"), raw.get("group", "choice"), raw.get("when", {})
    if not isinstance(name, str) or not name:
        raise PolicyProblem("no_id")
    if group not in (*GROUPS, "factor"):
        raise PolicyProblem("unknown_group", name, str(group))
    if not isinstance(when, dict):
        raise PolicyProblem("not_a_table", name, "when")
    return Row(
        id=name,
        group=group,
        tests=tuple(_test(name, column, value) for column, value in sorted(when.items())),
        gifts=tuple(_gift(name, item) for item in _list(raw, "give")),
        why=raw.get("why") or {},
        times=_share(raw.get("times", "1"), name, "times"),
    )


def _test(row: str, column: str, value: Any) -> Test:
    if column not in COLUMNS:
        raise PolicyProblem("unknown_column", row, column)
    if column in NUMBERS:
        if not isinstance(value, dict) or not value or set(value) - {"from", "to"}:
            raise PolicyProblem("bad_number", row, column)
        low, high = (_whole(value.get(end), row, column) for end in ("from", "to"))
        return Test(column, low=low, high=high)
    if column in FLAGS:
        if not isinstance(value, bool):
            raise PolicyProblem("unknown_value", row, column)
        return Test(column, frozenset({value}))
    return Test(column, _words(row, column, value))


def _words(row: str, column: str, value: Any) -> frozenset[str]:
    known = WORDS[column]
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise PolicyProblem("unknown_value", row, column)
    for word in value:
        if not isinstance(word, str) or (known is not None and word not in known):
            raise PolicyProblem("unknown_value", row, f"{column}: {word}")
    return frozenset(value)


def _gift(row: str, raw: Mapping[str, Any]) -> Gift:
    if not isinstance(raw.get("remedy"), str) or not raw["remedy"]:
        raise PolicyProblem("unknown_remedy", row)
    if unknown := sorted(set(raw) - {"remedy", "at_least", "at_most", "exact", *AMOUNTS}):
        raise PolicyProblem("unknown_column", row, unknown[0])
    shares = {key: _share(raw[key], row, key) for key in ("share_of_price", "share_of_loss") if key in raw}
    at_least, at_most = _whole(raw.get("at_least"), row, "at_least"), _whole(raw.get("at_most"), row, "at_most")
    if at_most is not None and at_most < (at_least or 0):
        raise PolicyProblem("bad_number", row, "at_most")
    exact = raw.get("exact", False)
    if not isinstance(exact, bool):
        raise PolicyProblem("unknown_value", row, "exact")
    return Gift(
        raw["remedy"],
        _whole(raw.get("fixed"), row, "fixed"),
        at_least=at_least or 0,
        at_most=at_most,
        exact=exact,
        **shares,
    )


def _whole(value: Any, row: str, column: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**12:
        raise PolicyProblem("bad_number", row, column)
    return value


def _share(value: Any, row: str, column: str) -> Decimal:
    try:
        share = Decimal(str(value))
    except InvalidOperation:
        raise PolicyProblem("bad_number", row, column) from None
    if not share.is_finite() or not 0 <= share <= 10:
        raise PolicyProblem("bad_number", row, column)
    return share
