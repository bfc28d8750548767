from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """An answer to something that needs no case. ``key`` makes a second click harmless."""

    body = forms.CharField(
        label=_("Your answer"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5, "data-key-focus": "r"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def blank(cls) -> AnswerForm:
        return cls(initial={"key": uuid4()})
