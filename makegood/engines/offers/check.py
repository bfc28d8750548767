"""Faults of a table that can be found before anybody is compensated by it: gaps, dead rows, missing reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from makegood.engines.offers.facts import FLAGS, NUMBERS, WORDS, Facts
from makegood.engines.offers.policy import Policy, PolicyProblem, Row, read_policy

LOCALES = ("zh-hans", "zh-hant", "en")
MOST_POINTS = 60_000
ANY_OTHER = "(any other)"


def problems_of(table: Mapping[str, Any], *, remedies: Sequence[str]) -> list[PolicyProblem]:
    """Everything wrong with ``table`` where ``remedies`` are the codes of the catalogue; [] for a sound one."""
    try:
        policy = read_policy(table)
    except PolicyProblem as problem:
        return [problem]
    found = [*_unknown_remedies(policy, remedies), *_without_reason(policy)]
    for group in ("always", "choice", "escalate"):
        found += _unreached(policy.in_group(group), must_cover=group == "choice")
    return found


def _unknown_remedies(policy: Policy, remedies: Sequence[str]) -> Iterator[PolicyProblem]:
    for row in policy.rows:
        for gift in row.gifts:
            if gift.remedy not in remedies:
                yield PolicyProblem("unknown_remedy", row.id, gift.remedy)


def _without_reason(policy: Policy) -> Iterator[PolicyProblem]:
    for row in (*policy.rows, *policy.factors):
        for locale in LOCALES:
            if not str(row.why.get(locale, "")).strip():
                yield PolicyProblem("no_reason", row.id, locale)


def _unreached(rows: Sequence[Row], *, must_cover: bool) -> list[PolicyProblem]:
    """Try every kind of facts that the rows tell apart: which is the first row to match each?"""
    choices = {column: _samples(rows, column) for column in sorted({t.column for row in rows for t in row.tests})}
    size = 1
    for values in choices.values():
        size *= len(values)
    if size > MOST_POINTS:
        return [PolicyProblem("too_large_to_check", details=str(size))]
    reached, gap = set(), None
    for point in product(*choices.values()):
        facts = _facts(dict(zip(choices, point, strict=True)))
        row = next((row for row in rows if row.matches(facts)), None)
        if row is not None:
            reached.add(row.id)
        elif gap is None:
            gap = ", ".join(f"{column}={value}" for column, value in zip(choices, point, strict=True))
    dead = [PolicyProblem("never_reached", row.id) for row in rows if row.id not in reached]
    return dead + ([PolicyProblem("gap", details=gap or "")] if must_cover and gap is not None else [])


def _samples(rows: Sequence[Row], column: str) -> list[Any]:
    tests = [test for row in rows for test in row.tests if test.column == column]
    if column in FLAGS:
        return [False, True]
    if column in NUMBERS:
        return sorted({0} | {edge for test in tests for edge in (test.low, test.high) if edge is not None})
    known = WORDS[column]
    if known is not None:
        return list(known)
    return [*sorted({value for test in tests for value in test.values or ()}), ANY_OTHER]


def _facts(cells: dict[str, Any]) -> Facts:
    breached = cells.pop("is_guarantee", None)
    if breached is False:
        cells["guarantee"] = ""
    elif breached and "guarantee" not in cells:
        cells["guarantee"] = ANY_OTHER
    return Facts(**cells)
