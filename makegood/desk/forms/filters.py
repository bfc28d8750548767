"""Filters of lists; they live in the address and never refuse: what is not understood is ignored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Status
from makegood.people.models import Staff
from makegood.people.permissions import branch_ids_of
from makegood.people.queries import active_branches, active_departments
from makegood.triage.models import Category, Nature, Source, Urgency

ANY: list[tuple[str, Any]] = [("", _("Any"))]


def branch_choices(staff: Staff) -> list[tuple[str, Any]]:
    """The branches whose work this person may see."""
    ids, branches = branch_ids_of(staff), active_branches()
    found = branches if ids is None else branches.filter(pk__in=ids)
    return ANY + [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def department_choices() -> list[tuple[str, Any]]:
    return ANY + [(str(pk), name) for pk, name in active_departments().values_list("pk", "name")]


class TriageFilterForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    nature = forms.ChoiceField(label=_("Nature"), choices=[*ANY, *Nature.choices], required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=[*ANY, *Urgency.choices], required=False)
    category = forms.ChoiceField(label=_("Category"), choices=[*ANY, *Category.choices], required=False)
    source = forms.ChoiceField(label=_("Source"), choices=[*ANY, *Source.choices], required=False)
    branch = forms.ChoiceField(label=_("Branch"), required=False)

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].choices = branch_choices(staff)  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs |= {"data-search": "", "type": "search"}


class CaseFilterForm(forms.Form):
    q = forms.CharField(label=_("Number or words"), required=False, max_length=80)
    status = forms.ChoiceField(label=_("Status"), choices=[*ANY, *Status.choices], required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[*ANY, ("1", "1"), ("2", "2"), ("3", "3")], required=False)
    branch = forms.ChoiceField(label=_("Branch"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].choices = branch_choices(staff)  # type: ignore[attr-defined]
        self.fields["department"].choices = department_choices()  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs |= {"data-search": "", "type": "search"}
