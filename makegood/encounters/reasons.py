"""Every reason why something told of an encounter was not taken in, in words that say what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Any] = {
    # the encounter
    "bad_kind": _("An encounter is an order, a visit or a service session."),
    "bad_reference": _("An encounter needs a reference of at most 80 characters."),
    "unknown_branch": _("There is no branch called “%(value)s”."),
    "other_branch": _("This encounter belongs to another branch. Check the reference."),
    "unknown_encounter": _(
        "This encounter is not known yet. The line is taken in by itself as soon as its branch and beginning are told."
    ),
    "encounter_in_the_future": _("The encounter lies in the future."),
    # the stage
    "bad_name": _("“%(stage)s” is not a name for a stage. Use lower-case letters, digits, - and _."),
    "unknown_stage": _(
        "Nobody here knows a stage called “%(stage)s”. Correct the name, or add it to the stages and try again."
    ),
    "no_stage_time": _("The stage “%(stage)s” has no time."),
    "in_the_future": _("The stage “%(stage)s” lies in the future. Check the clock of the sending system."),
    "too_far_ahead": _("A date for the stage “%(stage)s” lies years ahead. Check it."),
    "before_the_encounter": _("The stage “%(stage)s” lies before its encounter."),
    "ends_before_it_began": _("The stage “%(stage)s” ends before it begins."),
    # the state
    "bad_state": _(
        "“%(value)s” is not a name for a state. Give it one of lower-case letters, digits, - and _ in the mapping."
    ),
    "no_state_time": _("The state “%(value)s” has no time."),
    "state_in_the_future": _("The state “%(value)s” lies in the future. Check the clock of the sending system."),
    "state_before_the_encounter": _("The state “%(value)s” lies before its encounter."),
    # the line
    "bad_json": _("The line is not valid JSON."),
    "not_an_object": _("The line is no JSON object."),
    "unknown_field": _("There is no field called “%(value)s”."),
    "bad_value": _("The value of “%(value)s” is not valid."),
    "no_zone": _("“%(value)s” has no time zone. Write it as 2026-11-18T19:30:00+08:00."),
    "no_time": _("The time is missing."),
    "bad_time": _("“%(value)s” is not understood as a time."),
    "impossible_time": _("“%(value)s” does not exist as a date or time."),
    "unclear_time": _("In “%(value)s” day and month cannot be told apart."),
    # the file
    "map_unknown_field": _("The mapping names “%(field)s”. Known are: %(fields)s."),
    "map_no_such_column": _("The file has no column called “%(column)s”."),
    "map_without_columns": _("The mapping names no columns."),
    "map_no_reference": _("Say which column holds the number of the order or visit."),
    "map_no_stage": _("Say which column names the stage, and which holds its beginning, end or promised date."),
    "map_unknown_zone": _("There is no time zone called “%(zone)s”. An example: Asia/Shanghai."),
    "unclear_order": _("In the column “%(column)s” day and month cannot be told apart. Choose which comes first."),
}


class _Places(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def reason_text(code: str, params: dict[str, Any] | None = None) -> str:
    """The reason in the active language."""
    return str(REASONS.get(code, code)) % _Places(params or {})
