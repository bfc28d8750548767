from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.people.models import Branch, Department
from makegood.people.queries import active_branches, active_departments
from makegood.triage.models import ASPECT_LABELS, Category, Feeling, Nature, Source, TriageItem, Urgency

ANY = [("", _("Any"))]


class ScreeningForm(forms.Form):
    """A person's decision about one item; it starts from what the item says now."""

    nature = forms.ChoiceField(label=_("Nature"), choices=Nature.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    feeling = forms.ChoiceField(label=_("Feeling"), choices=Feeling.choices)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("Not decided")
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, item: TriageItem, **kwargs: Any) -> None:
        names = ("nature", "urgency", "category", "source", "feeling")
        kwargs.setdefault("initial", {name: getattr(item, name) for name in names})
        kwargs["initial"].setdefault("department", item.department_id)
        super().__init__(*args, **kwargs)
        _choices(self, "department", active_departments())

    @property
    def decided(self) -> dict[str, str]:
        """Field → value, as ``operations.screen`` takes it."""
        return {name: self.cleaned_data[name] for name in ("nature", "urgency", "category", "source", "feeling")}

    @property
    def department_id(self) -> int | None:
        chosen: Department | None = self.cleaned_data["department"]
        return chosen.pk if chosen else None


class RouteForm(forms.Form):
    """Send an item elsewhere."""

    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "department", active_departments())


class RoutingRuleForm(forms.Form):
    """A new routing rule; an empty condition fits everything."""

    department = forms.ModelChoiceField(label=_("Goes to department"), queryset=Department.objects.none())
    branch = forms.ModelChoiceField(
        label=_("Branch"), queryset=Branch.objects.none(), required=False, empty_label=_("Any")
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=[*ANY, *Nature.choices], required=False)
    category = forms.ChoiceField(label=_("Category"), choices=[*ANY, *Category.choices], required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=[*ANY, *Urgency.choices], required=False)
    aspect = forms.ChoiceField(label=_("Aspect"), choices=[*ANY, *ASPECT_LABELS.items()], required=False)
    order = forms.IntegerField(label=_("Place in the sequence"), min_value=0, max_value=999, initial=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "department", active_departments())
        _choices(self, "branch", active_branches())


def _choices(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
