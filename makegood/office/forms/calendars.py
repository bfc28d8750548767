from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import CalendarVersion

HOURS = "09:00-12:00, 13:30-18:00"
MOST_CORRECTIONS = 400


class CalendarForm(forms.Form):
    """A working calendar as it is typed: hours for each weekday, and the days that differ."""

    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters and hyphens; it never changes, such as office.")
    )
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, initial="Asia/Shanghai")
    holidays = forms.ChoiceField(
        label=_("Statutory holidays"), required=False,
        choices=[("cn", _("Mainland China: holidays and make-up workdays")), ("", _("None"))], initial="cn",
    )  # fmt: skip
    corrections = forms.CharField(
        label=_("Days that differ"), required=False, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("One a line: the date, then the hours, or nothing for a day of rest. They beat the holidays."),
    )  # fmt: skip
    ends_at_closing = forms.BooleanField(
        label=_("A working day ends at closing time"), required=False,
        help_text=_("Otherwise the last day of a limit in working days lasts until midnight."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, label in WEEKDAYS.items():
            self.fields[f"day_{day}"] = forms.CharField(
                label=label, required=False, max_length=120, initial=HOURS if day < 5 else "",
                widget=forms.TextInput(attrs={"placeholder": _("rests"), "spellcheck": "false"}),
            )  # fmt: skip

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{day}"] for day in range(7)]

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "code", "time_zone", "holidays")]

    def clean_corrections(self) -> dict[str, str]:
        lines = [line.strip() for line in self.cleaned_data["corrections"].splitlines() if line.strip()]
        if len(lines) > MOST_CORRECTIONS:
            raise forms.ValidationError(_("These are too many days. Change the week instead."))
        return dict(_correction(line) for line in lines)

    @property
    def definition(self) -> dict[str, Any]:
        """The clean values as the promises room takes them."""
        data = self.cleaned_data
        same = ("time_zone", "holidays", "corrections")
        return {"week": [data[f"day_{day}"] for day in range(7)], **{name: data[name] for name in same}}


def _correction(line: str) -> tuple[str, str]:
    day, _colon, hours = line.replace("：", ":", 1).partition(" ")
    try:
        return date.fromisoformat(day.rstrip(":,，")).isoformat(), hours.strip().lstrip(":").strip()
    except ValueError:
        message = _("“%(line)s” does not begin with a date like 2026-10-01.")
        raise forms.ValidationError(message, params={"line": line[:40]}) from None


def initial_of(version: CalendarVersion) -> dict[str, Any]:
    return {
        "name": version.calendar.name,
        "code": version.calendar.code,
        "time_zone": version.time_zone,
        "holidays": version.holidays,
        "ends_at_closing": version.ends_at_closing,
        "corrections": "\n".join(f"{day} {hours}".strip() for day, hours in sorted(version.corrections.items())),
        **{f"day_{day}": hours for day, hours in enumerate(version.week)},
    }
