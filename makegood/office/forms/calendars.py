from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import CalendarVersion
from makegood.commitments.operations import check_hours, day_line, read_days
from makegood.kit.errors import Invalid
from makegood.panels.words import refusal_words

HOURS = "09:00-12:00, 13:30-18:00"
MOST_CORRECTIONS = 400
PLACES = [
    ("cn", _("Mainland China: holidays and make-up workdays")), ("", _("None")), ("hk", _("Hong Kong")),
    ("mo", _("Macao")), ("tw", _("Taiwan")), ("sg", _("Singapore")), ("my", _("Malaysia")), ("jp", _("Japan")),
    ("kr", _("South Korea")), ("th", _("Thailand")), ("au-nsw", _("Australia: New South Wales")),
    ("gb-eng", _("United Kingdom: England")), ("de", _("Germany")), ("fr", _("France")), ("us", _("United States")),
]  # fmt: skip


class CalendarForm(forms.Form):
    """A working calendar as it is typed: hours for each weekday, and the days that differ."""

    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters and hyphens; it never changes, such as office.")
    )
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, initial="Asia/Shanghai")
    holidays = forms.ChoiceField(
        label=_("Statutory holidays"), required=False,
        choices=PLACES, initial="cn",
    )  # fmt: skip
    corrections = forms.CharField(
        label=_("Days that differ"), required=False, max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "placeholder": "2026-12-31"}),
        help_text=_("One a line: the date, then off, on or hours, then a name. They beat the holidays. Or click days in the year."),  # noqa: E501
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

    @property
    def week(self) -> list[str]:
        return [self.cleaned_data.get(f"day_{day}", "") for day in range(7)]

    def clean(self) -> dict[str, Any]:
        """The typed days are read last: 班 takes the hours of the week."""
        data = super().clean() or {}
        for number, hours in enumerate(self.week):
            try:
                check_hours(hours)
            except Invalid as refusal:
                self.add_error(f"day_{number}", refusal_words(refusal))
        read = read_days(data.get("corrections", ""), week=self.week)
        for _text, why in read.refused[:10]:
            self.add_error("corrections", refusal_words(why))
        if len(read.hours) > MOST_CORRECTIONS:
            self.add_error("corrections", _("These are too many days. Change the week instead."))
        return data | {"corrections": read.hours, "names": read.names}

    @property
    def definition(self) -> dict[str, Any]:
        """The clean values as the promises room takes them."""
        data = self.cleaned_data
        return {"week": self.week, **{name: data[name] for name in ("time_zone", "holidays", "corrections")}}


class HolidayFileForm(forms.Form):
    """A file of holidays beside the calendar it corrects."""

    file = forms.FileField(label=_("Holiday file"), max_length=200)

    def clean_file(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read()
        return content


def initial_of(version: CalendarVersion) -> dict[str, Any]:
    return {
        "name": version.calendar.name,
        "code": version.calendar.code,
        "time_zone": version.time_zone,
        "holidays": version.holidays,
        "ends_at_closing": version.ends_at_closing,
        "corrections": "\n".join(
            day_line(day, hours, version.names.get(day, "")) for day, hours in sorted(version.corrections.items())
        ),
        **{f"day_{day}": hours for day, hours in enumerate(version.week)},
    }
