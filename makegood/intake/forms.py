"""Forms of the import pages and of channels: input → clean values."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from makegood.intake.models import Channel, ChannelKind
from makegood.intake.rules.headings import FIELDS
from makegood.intake.rules.mapping import ColumnMap
from makegood.kit.dates import DateOrder
from makegood.kit.tables import Table
from makegood.people.models import Branch, Staff

FIELD_NAMES = {
    "text": _("What the customer wrote"),
    "subject": _("Subject"),
    "time": _("When it happened"),
    "time_of_day": _("Time of day, if in a column of its own"),
    "customer": _("Customer"),
    "contact": _("Phone or e-mail"),
    "reply": _("Our reply"),
    "reply_time": _("When we replied"),
    "external_id": _("Number"),
    "channel": _("Channel"),
    "branch": _("Branch or city"),
}
COMMON_ZONES = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "UTC")


class UploadForm(forms.Form):
    """Which file, and through which channel it came."""

    file = forms.FileField(label=_("File (CSV or XLSX)"))
    channel = forms.ModelChoiceField(Channel.objects.none(), label=_("Channel"), required=False)

    def __init__(self, *args: Any, channels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = channels  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_IMPORT_BYTES:
            limit = settings.MAX_IMPORT_BYTES // 1_000_000
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Split it and import the parts."), params={"limit": limit}
            )
        return file


class MappingForm(forms.Form):
    """Which column is which. ``mapping()`` is the clean value; whether it fits is checked by the operation."""

    time_zone = forms.ChoiceField(label=_("Time zone of the file"))
    date_order = forms.ChoiceField(
        label=_("Day or month first"),
        required=False,
        choices=[("", _("Find out")), (DateOrder.DMY.value, _("Day first")), (DateOrder.MDY.value, _("Month first"))],
    )
    save_as = forms.CharField(
        label=_("Remember this for files with the same headings as"), required=False, max_length=80
    )

    def __init__(self, *args: Any, table: Table, mapping: ColumnMap, **kwargs: Any) -> None:
        initial = {"time_zone": mapping.time_zone, "date_order": mapping.date_order}
        initial |= {f"column_{name}": heading for name, heading in mapping.columns.items()}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._sheet = mapping.sheet
        columns = [("", _("— not in this file —")), *((heading, heading) for heading in table.headings)]
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=FIELD_NAMES[name], choices=columns, required=name == "text"
            )
        self.fields["time_zone"].choices = _zones(mapping.time_zone)  # type: ignore[attr-defined]
        self.order_fields([f"column_{name}" for name in FIELDS])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        used: dict[str, str] = {}
        for name in FIELDS:
            heading = cleaned.get(f"column_{name}")
            if heading and heading in used:
                self.add_error(f"column_{name}", _("This column is used above already."))
            elif heading:
                used[heading] = name
        if cleaned.get("column_reply") and not cleaned.get("column_reply_time"):
            self.add_error("column_reply_time", _("A reply needs its time: say which column holds it."))
        return cleaned

    def mapping(self) -> ColumnMap:
        chosen = {name: self.cleaned_data.get(f"column_{name}") or "" for name in FIELDS}
        return ColumnMap(
            {name: heading for name, heading in chosen.items() if heading},
            self.cleaned_data["time_zone"], self.cleaned_data["date_order"], self._sheet,
        )  # fmt: skip


def _zones(chosen: str) -> list[tuple[str, str]]:
    names = [*COMMON_ZONES, *sorted(available_timezones() - set(COMMON_ZONES))]
    return [(name, name) for name in dict.fromkeys([chosen, *names])]


class MendedForm(forms.Form):
    """The quarantined rows, mended."""

    file = forms.FileField(label=_("Mended file"))


class ChannelForm(forms.Form):
    code = forms.SlugField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name of the channel"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=ChannelKind.choices)
    branch = forms.ModelChoiceField(Branch.objects.filter(is_active=True), label=_("Branch"), required=False)
    owner = forms.ModelChoiceField(Staff.objects.filter(is_active=True), label=_("In charge"), required=False)


class FeedbackForm(forms.Form):
    """What a member of staff writes down for a customer who called or came."""

    channel = forms.ModelChoiceField(Channel.objects.none(), label=_("Channel"))
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    text = forms.CharField(label=_("What the customer said"), max_length=20_000, widget=forms.Textarea)
    customer_name = forms.CharField(label=_("Customer's name"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    occurred_at = forms.DateTimeField(label=_("When it happened"), required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, channels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = channels  # type: ignore[attr-defined]

    def contacts(self) -> list[tuple[str, str]]:
        given = [("phone", self.cleaned_data["phone"]), ("email", self.cleaned_data["email"])]
        return [(kind, value) for kind, value in given if value]
