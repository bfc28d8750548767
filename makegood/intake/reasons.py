"""Every reason why a file or a row was not taken in, in words that say what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from makegood.kit.errors import Refusal
from makegood.kit.problems import Problem

REASONS: dict[str, Any] = {
    # the file
    "empty_file": _("The file is empty. Choose a file with a heading row and at least one row below it."),
    "no_rows": _("The file has headings and no rows below them."),
    "too_large": _("The file is larger than %(limit)s MB. Split it and import the parts."),
    "zip_bomb": _("The file unfolds to far more data than a table of messages holds. It was not opened."),
    "encrypted_file": _("The file is locked with a password. Save it without one and choose it again."),
    "broken_file": _("The file is damaged or incomplete. Open it, save it anew as XLSX and choose it again."),
    "wrong_type": _("This is no table (%(kind)s). Choose a CSV or XLSX file."),
    "web_page": _("This is a web page that is called a spreadsheet. Open it, save it as XLSX and choose it again."),
    "unknown_encoding": _("The characters of the file cannot be read. Save it as CSV UTF-8 or XLSX."),
    "broken_quotes": _("A quotation mark near row %(row)s is never closed. Mend it, or save the table as XLSX."),
    "too_many_rows": _("The file has more than %(limit)s rows. Split it and import the parts."),
    "too_many_columns": _("The file has more than %(limit)s columns. Remove those that are not needed."),
    "no_such_sheet": _("There is no sheet called “%(sheet)s” in the file."),
    # the mapping
    "map_without_columns": _("The mapping names no columns."),
    "map_unknown_field": _("The mapping names “%(field)s”. Known are: %(fields)s."),
    "map_unknown_zone": _("There is no time zone called “%(zone)s”. An example: Asia/Shanghai."),
    "map_unknown_order": _("“%(order)s” is no order of day and month. Choose dmy or mdy."),
    "map_no_text": _("Say which column holds what the customer wrote."),
    "map_no_such_column": _("The file has no column called “%(column)s”."),
    "map_same_column": _("The column “%(column)s” is used twice. Each column can be one thing only."),
    "map_reply_without_time": _("A reply needs its time: say which column holds it."),
    "unclear_order": _("In the column “%(column)s” day and month cannot be told apart. Choose which comes first."),
    # a row
    "no_id": _("The number is missing."),
    "no_text": _("There is no text."),
    "text_too_long": _("The text has %(length)s characters; %(limit)s are kept at most."),
    "subject_too_long": _("The subject has %(length)s characters; %(limit)s are kept at most."),
    "no_time": _("The time is missing."),
    "bad_time": _("“%(value)s” is not understood as a time."),
    "impossible_time": _("“%(value)s” does not exist as a date or time."),
    "unclear_time": _("In “%(value)s” day and month cannot be told apart."),
    "future_time": _("“%(value)s” lies in the future."),
    "reply_no_time": _("There is a reply, but its time is missing."),
    "reply_bad_time": _("The time of the reply, “%(value)s”, is not understood."),
    "reply_impossible_time": _("The time of the reply, “%(value)s”, does not exist."),
    "reply_unclear_time": _("In the time of the reply, “%(value)s”, day and month cannot be told apart."),
    "reply_future_time": _("The time of the reply, “%(value)s”, lies in the future."),
    "reply_before_message": _("The reply is older than the message."),
    "unknown_branch": _("There is no branch called “%(value)s”."),
    "unknown_channel": _("There is no channel called “%(value)s”."),
    "key_reused": _(
        "The number “%(value)s” was used before for another text. A file of another source needs a channel of its own."
    ),
    # an item of the interface
    "bad_json": _("The line is not valid JSON."),
    "bad_item": _("The item is not complete, or one of its values is wrong."),
}


class _Places(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def reason_text(code: str, params: dict[str, Any] | None = None) -> str:
    """The reason in the active language."""
    return str(REASONS.get(code, code)) % _Places(params or {})


class FileRefused(Refusal):
    """A file or its mapping cannot be used; nothing was taken in."""

    code = "file_refused"

    def __init__(self, problem: Problem) -> None:
        super().__init__(REASONS.get(problem.code, problem.code), **problem.params)
        self.code = problem.code
