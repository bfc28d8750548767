from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from makegood.intake.models import Channel, Import
from makegood.intake.rules.mapping import ColumnMap

FIELDS = (
    ("text", _("The customer's words")),
    ("subject", _("Subject")),
    ("time", _("When it was written")),
    ("time_of_day", _("Time of day, if it stands apart")),
    ("customer", _("Customer")),
    ("contact", _("Phone or e-mail")),
    ("reply", _("What we replied")),
    ("reply_time", _("When we replied")),
    ("external_id", _("Number of the message")),
    ("channel", _("Channel")),
    ("branch", _("Branch")),
)
ORDERS = [("", _("As the column shows")), ("dmy", _("Day first")), ("mdy", _("Month first"))]
NEAR_ZONES = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Tokyo", "Asia/Singapore", "Europe/London",
              "America/New_York", "UTC")  # fmt: skip


class UploadForm(forms.Form):
    """A file of feedback and the channel that it belongs to."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}))
    channel = forms.ModelChoiceField(
        Channel.objects.none(), label=_("Channel"), required=False, empty_label=_("File import"),
        help_text=_("Rows that name no channel of their own belong here."),
    )  # fmt: skip

    def __init__(self, *args: Any, channels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = channels  # type: ignore[attr-defined]


class MappingForm(forms.Form):
    """Which column is which field; built for one file's headings."""

    time_zone = forms.CharField(label=_("Time zone of the times"), max_length=60)
    date_order = forms.ChoiceField(label=_("Dates such as 03/04/2026"), choices=ORDERS, required=False)
    save_as = forms.CharField(
        label=_("Keep these columns for the next file of this kind, as"), max_length=80, required=False
    )

    def __init__(self, headings: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("– not in the file –")), *((heading, heading) for heading in headings)]
        for name, label in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[f"column_{name}"] for name, _label in FIELDS]

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise ValidationError(_("There is no time zone called %(name)s. Write it like Asia/Shanghai."),
                                  params={"name": zone})  # fmt: skip
        return zone

    def mapping(self, sheet: str) -> ColumnMap:
        """The clean values as the intake room takes them."""
        data = self.cleaned_data
        columns = {name: data[f"column_{name}"] for name, _label in FIELDS if data.get(f"column_{name}")}
        return ColumnMap(columns, data["time_zone"], data["date_order"], sheet)


def mapping_form(source: Import, headings: list[str], posted: QueryDict | None = None) -> MappingForm:
    """The form as the file's headings or a saved mapping fill it, or as it was posted."""
    chosen = ColumnMap.from_settings(source.settings)
    initial = {f"column_{name}": heading for name, heading in chosen.columns.items()}
    return MappingForm(
        headings, posted, initial={**initial, "time_zone": chosen.time_zone, "date_order": chosen.date_order}
    )
