from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import Commitment
from makegood.desk.forms.filters import ANY, branch_choices
from makegood.panels.escalation_words import REACHES
from makegood.people.models import Staff

STATES = [("", _("Nobody has it")), ("taken", _("Somebody has it")), ("all", _("All"))]


class EscalationFilterForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    reach = forms.ChoiceField(label=_("Called so far"), choices=[*ANY, *REACHES.items()], required=False)
    branch = forms.ChoiceField(label=_("Branch"), required=False)
    promise = forms.ChoiceField(label=_("Promise"), required=False)

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        promises = [(str(pk), name) for pk, name in Commitment.objects.order_by("name").values_list("pk", "name")]
        self.fields["branch"].choices = branch_choices(staff)  # type: ignore[attr-defined]
        self.fields["promise"].choices = ANY + promises  # type: ignore[attr-defined]
