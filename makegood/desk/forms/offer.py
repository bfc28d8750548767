from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.kit.errors import Invalid
from makegood.ledger.queries import written
from makegood.recovery.models import RemedyKind
from makegood.recovery.operations import Wanted
from makegood.recovery.queries import Suggested, Suggestion


class ProposeForm(forms.Form):
    """What of the policy's suggestion to offer, each with its amount; the customer chooses one of the choices."""

    note = forms.CharField(
        label=_("Why this remedy"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestion = suggestion
        note = self.fields.pop("note")
        for one in (*suggestion.included, *suggestion.choices):
            self._add(one)
        self.fields["note"] = note

    def _add(self, one: Suggested) -> None:
        label = f"{one.remedy} {written(one.money) if one.amount else ''}".strip()
        self.fields[f"pick_{one.remedy.code}"] = forms.BooleanField(
            label=label, required=False, initial=one.is_included or one is self.suggestion.choices[0],
            help_text=_("comes with any choice") if one.is_included else "",
        )  # fmt: skip
        if one.remedy.has_amount:
            unit = _("points") if one.money.currency == "POINTS" else _("yuan")
            divisor = 1 if one.money.currency == "POINTS" else 100
            self.fields[f"amount_{one.remedy.code}"] = forms.DecimalField(
                label=_("Amount in %(unit)s") % {"unit": unit}, required=False, min_value=0, max_digits=12,
                decimal_places=0 if divisor == 1 else 2, initial=Decimal(one.amount) / divisor,
            )  # fmt: skip

    def wanted(self) -> list[Wanted]:
        """What was picked, in fen or points. Raises Invalid when nothing was."""
        picked = [
            Wanted(one.remedy, self._amount(one.remedy), one.is_included, one.row)
            for one in (*self.suggestion.included, *self.suggestion.choices)
            if self.cleaned_data.get(f"pick_{one.remedy.code}")
        ]
        if not picked:
            raise Invalid(_("Choose at least one remedy."))
        return picked

    def _amount(self, remedy: RemedyKind) -> int:
        told = self.cleaned_data.get(f"amount_{remedy.code}")
        if told is None:
            return 0
        return int(told) if remedy.fulfilment == RemedyKind.Fulfilment.POINTS else int(told * 100)


class PayForm(forms.Form):
    reference = forms.CharField(label=_("Reference of the payment"), max_length=120)


class SettleForm(forms.Form):
    arrived = forms.ChoiceField(choices=[("yes", _("It arrived")), ("no", _("It did not arrive"))])
    reference = forms.CharField(label=_("Reference of the payment"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
