from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ExtendForm(forms.Form):
    """Why more time is needed: for whoever decides, and for the customer where they are told."""

    reason = forms.CharField(
        label=_("Why is more time needed?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For colleagues. Whoever decides reads it."),
    )  # fmt: skip
    told = forms.CharField(
        label=_("What the customer reads as the reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is sent with the new date once it is agreed to, in this wording."),
    )  # fmt: skip

    def __init__(self, *args: Any, tells: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not tells:
            del self.fields["told"]
