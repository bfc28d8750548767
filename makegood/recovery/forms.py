from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.kit.money import Money
from makegood.recovery.models import Offer, OfferOption, RemedyKind
from makegood.recovery.models.refusals import problem_words
from makegood.recovery.operations import Wanted, problems_of_policy

LOSSES = [
    ("none", _("No loss")),
    ("money", _("Money")),
    ("goods", _("Faulty goods")),
    ("time", _("Time")),
    ("esteem", _("Was not treated with respect")),
]
ACCEPTANCES = [
    ("unknown", _("Not known")),
    ("accepted", _("Kept the service or goods")),
    ("rejected", _("Refused the service or goods")),
]


class YuanField(forms.DecimalField):
    """Yuan typed by a person; cleaned to fen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=Decimal("0.01"), **options)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        amount = super().clean(value)
        return None if amount is None else Money.of(amount).minor


class FactsForm(forms.Form):
    """What a person adds to the records before the policy is asked."""

    loss = forms.ChoiceField(label=_("What was lost"), choices=LOSSES)
    acceptance = forms.ChoiceField(label=_("What the customer did"), choices=ACCEPTANCES, required=False)
    price = YuanField(label=_("Price (yuan)"), required=False)
    loss_amount = YuanField(label=_("Loss (yuan)"), required=False)
    is_group = forms.BooleanField(label=_("Many customers were affected at once"), required=False)

    def facts(self) -> dict[str, Any]:
        """The filled-in facts, for ``facts_of(case, **facts)``; what was left empty stays as recorded."""
        given = {key: value for key, value in self.cleaned_data.items() if value not in (None, "")}
        return {"is_group": False, **given}


class ProposeForm(forms.Form):
    """One remedy or two for the customer to choose between, with or without a letter of apology."""

    remedy = forms.ModelChoiceField(label=_("Remedy"), queryset=RemedyKind.objects.none())
    amount = YuanField(label=_("Amount (yuan)"), required=False)
    other_remedy = forms.ModelChoiceField(
        label=_("Or, at the customer's choice"), queryset=RemedyKind.objects.none(), required=False
    )
    other_amount = YuanField(label=_("Amount (yuan)"), required=False)
    with_apology = forms.BooleanField(label=_("With a letter of apology"), required=False)
    note = forms.CharField(
        label=_("Why this"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = RemedyKind.objects.filter(is_active=True).select_related("stock_item")
        for name in ("remedy", "other_remedy"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = kinds

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, amount in (("remedy", "amount"), ("other_remedy", "other_amount")):
            kind = cleaned.get(name)
            if kind is not None and kind.has_amount and not cleaned.get(amount) and amount not in self.errors:
                self.add_error(amount, _("Enter an amount greater than zero."))
        if cleaned.get("remedy") and cleaned.get("remedy") == cleaned.get("other_remedy"):
            self.add_error("other_remedy", _("Choose two different remedies, or only one."))
        return cleaned

    def wanted(self) -> list[Wanted]:
        """What ``propose`` takes."""
        data = self.cleaned_data
        pairs = ((data["remedy"], data.get("amount")), (data.get("other_remedy"), data.get("other_amount")))
        chosen = [Wanted(kind, amount or 0 if kind.has_amount else 0) for kind, amount in pairs if kind]
        letter = RemedyKind.objects.filter(family=RemedyKind.Family.APOLOGY, is_active=True).first()
        if data.get("with_apology") and letter and all(one.remedy != letter for one in chosen):
            chosen.append(Wanted(letter, is_included=True))
        return chosen


class AnswerForm(forms.Form):
    """The customer's answer to one offer."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=[("accept", _("Accept")), ("decline", _("Decline"))])
    option = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Would you tell us why?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, offer: Offer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer

    def clean_option(self) -> OfferOption | None:
        wanted = self.cleaned_data.get("option")
        if wanted is None:
            return None
        found = next((o for o in self.offer.options.all() if o.pk == wanted and not o.is_included), None)
        if found is None:
            raise forms.ValidationError(_("Choose one of the options."))
        return found


class PayForm(forms.Form):
    """Finance, or whoever hands over goods, confirms with a reference."""

    reference = forms.CharField(label=_("Reference of the payment or delivery"), max_length=120)


class SettleForm(forms.Form):
    """What asking about an unknown payment brought to light."""

    arrived = forms.TypedChoiceField(
        label=_("Did it arrive?"),
        choices=[("yes", _("Yes, it arrived")), ("no", _("No, it did not arrive"))],
        coerce=lambda value: value == "yes",
    )
    reference = forms.CharField(label=_("Reference of the payment or delivery"), max_length=120, required=False)
    note = forms.CharField(label=_("What was found out"), max_length=500, required=False)


class PolicyForm(forms.Form):
    """A policy table as text, checked while it is written."""

    table = forms.CharField(label=_("Policy table"), widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}))
    note = forms.CharField(label=_("What changes and why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_table(self) -> dict[str, Any]:
        try:
            table = json.loads(self.cleaned_data["table"])
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("This is not valid JSON. Check quotation marks and commas.")) from None
        if not isinstance(table, dict):
            raise forms.ValidationError(_("This is not valid JSON. Check quotation marks and commas."))
        if problems := problems_of_policy(table):
            raise forms.ValidationError([problem_words(problem) for problem in problems])
        return table
