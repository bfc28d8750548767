from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.notices.models import Preference
from makegood.people.models import QuietHours, Staff

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PreferenceForm(forms.Form):
    by_email = forms.BooleanField(label=_("Also by e-mail"), required=False)
    quiet_from = forms.TimeField(
        label=_("Quiet from"), widget=TIME,
        help_text=_("In these hours no e-mail is sent, and no promise rings unless it is urgent."),
    )  # fmt: skip
    quiet_until = forms.TimeField(label=_("Quiet until"), widget=TIME)

    @staticmethod
    def of(staff: Staff) -> dict[str, Any]:
        """What the person chose, or the defaults."""
        kept = Preference.objects.filter(staff=staff).values("by_email", "quiet_from", "quiet_until").first()
        quiet_from, quiet_until = QuietHours.in_force()
        return dict(kept) if kept else {"by_email": False, "quiet_from": quiet_from, "quiet_until": quiet_until}
