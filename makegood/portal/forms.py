"""What a customer fills in."""

from __future__ import annotations

import re
import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PHONE = re.compile(r"\+?[\d\s()-]{7,20}")
TEXT_LIMIT = 5_000
MAX_KEY = 64
PLACEHOLDER = _("When, where, what went wrong or right, and what you wish for.")


class KeyField(forms.CharField):
    """Makes a repeated send one item. A page that lost it, or a robot's, is taken for a new one: nothing is lost."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: object) -> str:
        key = str(super().clean(value))
        return key if 0 < len(key) <= MAX_KEY else secrets.token_urlsafe(18)


class FeedbackForm(forms.Form):
    """One item of feedback. ``key`` makes a repeated send one item; ``website`` is seen by robots only."""

    text = forms.CharField(
        label=_("What happened?"), max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": PLACEHOLDER}),
        error_messages={"required": _("Please write what happened.")},
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Phone or e-mail"), max_length=120, required=False,
        help_text=_("If you would like an answer. Nobody else sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "email"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("What may we call you?"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    order = forms.CharField(label=_("Order number"), max_length=60, required=False)
    key = KeyField()
    website = forms.CharField(
        label=_("Leave this empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip

    @classmethod
    def fresh(cls) -> FeedbackForm:
        return cls(initial={"key": secrets.token_urlsafe(18)})

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"].strip()
        if contact and not PHONE.fullmatch(contact):
            try:
                validate_email(contact)
            except ValidationError:
                raise ValidationError(_("This is neither a phone number nor an e-mail address.")) from None
        return contact

    @property
    def contacts(self) -> list[tuple[str, str]]:
        contact = self.cleaned_data["contact"]
        if not contact:
            return []
        return [("email" if "@" in contact else "phone", contact)]

    @property
    def words(self) -> str:
        """The text as it is taken in; the order number stands below it."""
        text, order = self.cleaned_data["text"], self.cleaned_data["order"].strip()
        return f"{text}\n\n{gettext('Order number')}: {order}" if order else text

    @property
    def is_robot(self) -> bool:
        return bool(self.cleaned_data["website"])


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Write to us"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write something first.")},
    )  # fmt: skip
    key = KeyField()

    @classmethod
    def fresh(cls) -> MessageForm:
        return cls(initial={"key": secrets.token_urlsafe(18)})


class AnswerForm(forms.Form):
    """The customer's answer to an offer."""

    option = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    reason = forms.CharField(label=_("What would be right?"), max_length=1000, required=False)


class WithdrawForm(forms.Form):
    reason = forms.CharField(max_length=1000, required=False)


class RatingForm(forms.Form):
    FACES = [
        ("1", _("Very dissatisfied")),
        ("2", _("Dissatisfied")),
        ("3", _("So-so")),
        ("4", _("Satisfied")),
        ("5", _("Very satisfied")),
    ]
    score = forms.TypedChoiceField(
        label=_("How satisfied are you with how we handled it?"), choices=FACES, coerce=int,
        error_messages={"required": _("Please choose one of the faces.")},
    )  # fmt: skip
    comment = forms.CharField(label=_("Anything else?"), max_length=2000, required=False)
