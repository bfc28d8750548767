from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.ledger.models import Budget
from makegood.people.models import Branch
from makegood.people.queries import active_branches


class BudgetForm(forms.Form):
    """A new budget for making good; it is empty until it is funded."""

    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("Branch"))
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("Until, that day left out"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    limit = forms.ChoiceField(label=_("When it is used up"), choices=Budget.Limit.choices)
    warn_below_percent = forms.IntegerField(label=_("Warn when less is left, in percent"), min_value=0, max_value=100,
                                            initial=20)  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = active_branches()  # type: ignore[attr-defined]


class FundForm(forms.Form):
    """An amount that is granted. ``key`` makes a second click the same grant."""

    amount = forms.DecimalField(label=_("Amount"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    @classmethod
    def fresh(cls) -> FundForm:
        return cls(initial={"key": secrets.token_urlsafe(18)})
