"""What people type about a case, as clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Fault, Severity
from makegood.people.models import Branch, Department, Staff
from makegood.people.queries import active_branches, active_departments

TEXT = 20_000


def _text(label: Any, *, rows: int = 4, required: bool = True, most: int = TEXT) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, strip=True, widget=forms.Textarea(attrs={"rows": rows})
    )


class SeenForm(forms.Form):
    """Every form on a case says which version its writer saw, and carries a key against a second click."""

    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class MessageForm(SeenForm):
    """Words to the customer: an acknowledgement, a reply or a question."""

    body = _text(_("Message to the customer"), rows=8)


class NoteForm(SeenForm):
    body = _text(_("Internal note (the customer never sees it)"), rows=3)


class DecideForm(SeenForm):
    fault = forms.ChoiceField(label=_("Whose fault was it?"), choices=[c for c in Fault.choices if c[0] != "unknown"])
    severity = forms.ChoiceField(label=_("How serious was it?"), choices=Severity.choices)
    findings = _text(_("What did you find?"), rows=5)
    loss = forms.DecimalField(
        label=_("The customer's loss, in yuan"), required=False, min_value=0, max_value=10_000_000, decimal_places=2
    )

    def loss_minor(self) -> int | None:
        """The loss in fen, or None when nothing was entered."""
        loss = self.cleaned_data.get("loss")
        return None if loss is None else int(loss * 100)


class AssignForm(SeenForm):
    owner = forms.ModelChoiceField(label=_("Who is responsible?"), queryset=Staff.objects.none())
    reason = _text(_("Reason"), rows=2, required=False, most=500)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class HandOffForm(SeenForm):
    department = forms.ModelChoiceField(
        label=_("Which department should take over?"), queryset=Department.objects.none()
    )
    branch = forms.ModelChoiceField(label=_("Of which branch?"), queryset=Branch.objects.none(), required=False)
    reason = _text(_("What do they need to know?"), rows=3, most=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = active_departments()  # type: ignore[attr-defined]
        self.fields["branch"].queryset = active_branches()  # type: ignore[attr-defined]


class ReasonForm(SeenForm):
    """For what must be explained: declining, escalating, reopening, withdrawing."""

    reason = _text(_("Reason"), rows=2, most=500)


class CloseForm(SeenForm):
    reason = _text(_("The cause, in one sentence"), rows=2, required=False, most=500)


class CustomerMessageForm(forms.Form):
    """What the customer adds on the tracking page."""

    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    body = _text(_("Your message"), rows=4, most=5_000)


class RatingForm(forms.Form):
    """The one question after closing."""

    SCORES = (
        (5, _("Very satisfied")),
        (4, _("Satisfied")),
        (3, _("Neither satisfied nor dissatisfied")),
        (2, _("Dissatisfied")),
        (1, _("Very dissatisfied")),
    )
    score = forms.TypedChoiceField(
        label=_("Are you satisfied with how we handled this?"), choices=SCORES, coerce=int, widget=forms.RadioSelect
    )
    comment = _text(_("Anything you want to tell us"), rows=3, required=False, most=2_000)


class OpenCaseForm(forms.Form):
    """A complaint that staff took down themselves."""

    title = forms.CharField(label=_("What is it about?"), max_length=200)
    severity = forms.ChoiceField(label=_("How serious is it?"), choices=Severity.choices)
    branch = forms.ModelChoiceField(label=_("Branch"), queryset=Branch.objects.none())
    accused = forms.ModelChoiceField(
        label=_("Whom is the complaint about?"), queryset=Staff.objects.none(), required=False
    )

    def __init__(self, *args: Any, branches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]
        self.fields["accused"].queryset = Staff.objects.filter(is_active=True)  # type: ignore[attr-defined]
