from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.notices.queries import event_names
from makegood.people.models import Branch
from makegood.people.queries import active_branches


class WebhookForm(forms.Form):
    """An address that is told of events."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Begins with https://; it gets a signed POST."),
    )
    events = forms.MultipleChoiceField(label=_("Tell it of"))
    branch = forms.ModelChoiceField(
        Branch.objects.none(), label=_("Branch"), required=False, empty_label=_("The whole organisation")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = event_names()
        rooms = sorted({name.split(".")[0] for name in names})
        choices = [("cases.*", _("Everything about cases")), *((name, name) for name in names)]
        choices[1:1] = [(f"{room}.*", f"{room}.*") for room in rooms if room != "cases"]
        self.fields["events"].choices = choices  # type: ignore[attr-defined]
        self.fields["branch"].queryset = active_branches()  # type: ignore[attr-defined]
