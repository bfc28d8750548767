from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Case, Fault, Severity
from makegood.intake.models import Feedback
from makegood.people.models import Branch, Department, Staff
from makegood.people.permissions import branch_ids_of
from makegood.people.queries import active_branches, active_departments
from makegood.triage.queries import named_in

LONG = forms.Textarea(attrs={"rows": 3})


class WriteForm(forms.Form):
    """What an agent writes on a case: to the customer or, never seen by them, to colleagues.

    ``key`` makes a second click harmless; ``version`` is the case as the writer saw it.
    """

    kind = forms.ChoiceField(
        choices=[
            ("reply", _("Reply")),
            ("acknowledgement", _("Acknowledgement")),
            ("question", _("Question")),
            ("internal", _("Internal note")),
        ]
    )
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}), strip=True)
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, case: Case, *, kind: str = "reply", body: str = "") -> WriteForm:
        return cls(initial={"kind": kind, "body": body, "key": uuid4(), "version": case.version})


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=LONG)

    def __init__(self, *args: Any, staff: Staff | None = None, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class MayReasonForm(ReasonForm):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=LONG, required=False)


class AssignForm(ReasonForm):
    owner = forms.ModelChoiceField(label=_("Responsible person"), queryset=Staff.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=LONG, required=False)
    field_order = ("owner", "reason")

    def __init__(self, *args: Any, staff: Staff | None = None, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert staff is not None
        assert case is not None
        owners = Staff.objects.filter(is_active=True).exclude(pk=case.accused_id or 0)
        ids = branch_ids_of(staff)
        # One's own branches, and those who look after every branch.
        here = owners if ids is None else owners.filter(branch__in=ids)
        _choose_from(self, "owner", here.select_related("branch"))


class AccuseForm(ReasonForm):
    accused = forms.ModelChoiceField(label=_("Who is complained about?"), queryset=Staff.objects.none())
    reason = forms.CharField(
        label=_("What was said about them"), max_length=1000, widget=LONG,
        help_text=_("From now on they see neither this complaint nor anything about it."),
    )  # fmt: skip
    field_order = ("accused", "reason")

    def __init__(
        self, *args: Any, staff: Staff | None = None, case: Case | None = None, feedback: Feedback | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        feedback = feedback or (case.feedback if case else None)
        _choose_from(self, "accused", Staff.objects.filter(is_active=True).select_related("branch"))
        if feedback is not None and not self.is_bound:
            self.initial.setdefault("accused", next(iter(named_in(feedback)), None))

    @classmethod
    def of(cls, feedback: Feedback) -> AccuseForm:
        """As the page of a feedback shows it: whoever is named already, else a colleague whom the words name."""
        return cls(feedback=feedback, initial={"accused": feedback.accused_id} if feedback.accused_id else {})


class HandOffForm(ReasonForm):
    department = forms.ModelChoiceField(label=_("To department"), queryset=Department.objects.none())
    branch = forms.ModelChoiceField(
        label=_("Of branch"), queryset=Branch.objects.none(), required=False, empty_label=_("Any")
    )
    reason = forms.CharField(label=_("What is needed from them"), max_length=1000, widget=LONG)
    field_order = ("department", "branch", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "department", active_departments())
        _choose_from(self, "branch", active_branches())


class DecideForm(ReasonForm):
    fault = forms.ChoiceField(
        label=_("Whose fault was it?"), choices=[c for c in Fault.choices if c[0] != Fault.UNKNOWN],
        widget=forms.RadioSelect,
    )  # fmt: skip
    severity = forms.ChoiceField(label=_("How serious was it?"), choices=Severity.choices)
    loss = forms.DecimalField(
        label=_("The customer's loss in yuan"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    findings = forms.CharField(label=_("What was found"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    reason = None  # type: ignore[assignment]

    @property
    def loss_minor(self) -> int | None:
        loss = self.cleaned_data["loss"]
        return None if loss is None else int(loss * 100)


def _choose_from(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
