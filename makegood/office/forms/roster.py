from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.people.models import Absence, Staff

DAY, ISO = {"type": "date"}, "%Y-%m-%d"


class AbsenceForm(forms.Form):
    """Days on which somebody does not come, both ends included."""

    staff = forms.ModelChoiceField(Staff.objects.none(), label=_("Who"), empty_label="")
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(DAY, format=ISO))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(DAY, format=ISO))
    reason = forms.ChoiceField(label=_("Reason"), choices=Absence.Reason.choices)

    def __init__(self, *args: object, people: list[Staff], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chosen = Staff.objects.filter(pk__in=[one.pk for one in people]).order_by("pinyin", "pk")
        self.fields["staff"].queryset = chosen  # type: ignore[attr-defined]
