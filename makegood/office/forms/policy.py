from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Fault, Severity
from makegood.customers.models import Tier
from makegood.engines.offers import Facts
from makegood.recovery.forms import LOSSES, YuanField


class TryForm(forms.Form):
    """Facts of an imagined case, to see what a version of the policy would offer."""

    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.MODERATE)
    fault = forms.ChoiceField(label=_("Fault"), choices=Fault.choices, initial=Fault.OURS)
    loss = forms.ChoiceField(label=_("What was lost"), choices=LOSSES)
    price = YuanField(label=_("Price (yuan)"), required=False)
    loss_amount = YuanField(label=_("Loss (yuan)"), required=False)
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    failures = forms.IntegerField(label=_("Failures before"), min_value=0, max_value=99, required=False)

    @property
    def facts(self) -> Facts:
        return Facts(**{name: value for name, value in self.cleaned_data.items() if value not in (None, "")})
