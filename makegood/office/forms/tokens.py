from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.people.models import Branch
from makegood.people.queries import active_branches

SCOPES = [
    ("feedback:write", _("Send feedback")),
    ("feedback:read", _("Read feedback")),
    ("cases:read", _("Read cases")),
    ("encounters:write", _("Send orders, visits and their stages")),
]


class TokenForm(forms.Form):
    """A machine that may talk to us, and what it may do."""

    name = forms.CharField(
        label=_("Name of the system"), max_length=80, help_text=_("So that you know it again, such as “Web shop”.")
    )
    branch = forms.ModelChoiceField(
        Branch.objects.none(), label=_("Branch"), required=False, empty_label=_("The whole organisation")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=SCOPES, widget=forms.CheckboxSelectMultiple, initial=["feedback:write"]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["branch"].queryset = active_branches()  # type: ignore[attr-defined]
