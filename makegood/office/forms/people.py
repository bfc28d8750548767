from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from makegood.people.models import Branch, Department, Role, Staff
from makegood.people.queries import active_branches, active_departments


class PlacementForm(forms.Form):
    """Where somebody works and as what."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("Branch"))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("No department")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["branch"].queryset = active_branches()  # type: ignore[attr-defined]
        self.fields["department"].queryset = active_departments()  # type: ignore[attr-defined]


class HireForm(PlacementForm):
    name = forms.CharField(label=_("Full name"), max_length=80)
    username = forms.SlugField(label=_("Log-in name"), max_length=40, help_text=_("Letters, digits, - and _."))
    password = forms.CharField(
        label=_("First password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[validate_password], help_text=_("At least 10 characters. They change it after signing in."),
    )  # fmt: skip
    field_order = ["name", "username", "role", "branch", "department", "password"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Staff.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Somebody already signs in with this name. Choose another."))
        return username
