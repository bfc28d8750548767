from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.encounters.models import Encounter, StageBatch, StageSource
from makegood.encounters.rules.columns import StageMap
from makegood.encounters.rules.lines import FIELDS

WORDS = {
    "reference": _("Number of the order or visit"), "kind": _("Kind"), "branch": _("Branch"), "stage": _("Stage"),
    "started_at": _("Stage began"), "ended_at": _("Stage ended"), "promised_at": _("Promised for"),
    "expected_at": _("New estimate"), "said_at": _("Estimate made at"), "delayed": _("Delayed"),
    "encounter_started_at": _("Order or visit began"), "encounter_ended_at": _("Order or visit ended"),
    "channel": _("Channel"), "phone": _("Phone"), "email": _("E-mail"), "customer": _("Customer number"),
    "category": _("Category or priority"), "state": _("State"), "state_at": _("State since"),
}  # fmt: skip


ORDERS = [("", _("As the file shows it")), ("dmy", _("Day first")), ("mdy", _("Month first"))]


class StageFileForm(forms.Form):
    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}))
    source = forms.ModelChoiceField(StageSource.objects.filter(is_active=True), label=_("Source"), required=False)
    is_live = forms.BooleanField(
        label=_("No history: make good what it shows broken"), required=False,
        help_text=_("Customers of broken guarantees get their offer. Leave it empty for old figures."),
    )  # fmt: skip


class StageMapForm(forms.Form):
    """One choice of a column for each field, and what holds for rows that do not say."""

    time_zone = forms.CharField(label=_("Time zone"), max_length=60)
    stage = forms.CharField(label=_("Stage, where no column says it"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind, where no column says it"), choices=Encounter.Kind.choices)
    branch = forms.CharField(label=_("Branch, where no column says it"), max_length=120, required=False)
    date_order = forms.ChoiceField(label=_("Order of day and month"), choices=ORDERS, required=False)
    states = forms.CharField(
        label=_("Words for states and their codes"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        help_text=_("One a line, as in “Awaiting User Info = waiting”. Promises are paused and ended by these codes."),
    )  # fmt: skip
    empty = forms.CharField(
        label=_("Words that stand for nothing"), max_length=60, required=False, help_text=_("Such as ? or N/A")
    )

    def __init__(self, batch: StageBatch, posted: Any = None) -> None:
        settings = batch.settings
        initial = {name: settings.get(name, "") for name in ("time_zone", "stage", "kind", "branch", "date_order")}
        super().__init__(posted, initial=initial)
        choices = [("", "—"), *((heading, heading) for heading in batch.headings)]
        for name in FIELDS:
            self.fields[f"c_{name}"] = forms.ChoiceField(
                label=WORDS[name], choices=choices, required=False, initial=settings["columns"].get(name, "")
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[f"c_{name}"] for name in FIELDS]

    def clean_states(self) -> dict[str, str]:
        pairs = [line.rpartition("=") for line in self.cleaned_data["states"].splitlines() if line.strip()]
        if any(not (sign and word.strip() and code.strip()) for word, sign, code in pairs):
            raise forms.ValidationError(_("Write each line as “Awaiting User Info = waiting”."))
        return {word.strip(): code.strip() for word, _sign, code in pairs}

    def clean_empty(self) -> list[str]:
        return str(self.cleaned_data["empty"]).split()

    def mapping(self) -> StageMap:
        """Raises Problem for a time zone that there is none of."""
        told = self.cleaned_data
        columns = {name: told[f"c_{name}"] for name in FIELDS if told[f"c_{name}"]}
        return StageMap.from_settings({**told, "columns": columns})
