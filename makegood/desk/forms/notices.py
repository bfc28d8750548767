from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.notices.models import Preference
from makegood.people.models import Staff

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PreferenceForm(forms.Form):
    by_email = forms.BooleanField(label=_("Also by e-mail"), required=False)
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=TIME, help_text=_("No e-mail is sent in these hours."))
    quiet_until = forms.TimeField(label=_("Quiet until"), widget=TIME)

    @staticmethod
    def of(staff: Staff) -> dict[str, Any]:
        """What the person chose, or the defaults."""
        kept = Preference.objects.filter(staff=staff).values("by_email", "quiet_from", "quiet_until").first()
        return dict(kept) if kept else {"by_email": False, "quiet_from": time(22), "quiet_until": time(8)}
