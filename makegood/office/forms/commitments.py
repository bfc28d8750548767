from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import BusinessCalendar, CommitmentVersion
from makegood.commitments.operations import Draft
from makegood.office.promise_words import NATURES, SIGNALS, URGENCIES
from makegood.people.queries import active_branches
from makegood.recovery.models import RemedyKind

Budget = CommitmentVersion.Budget
UNITS: dict[str, tuple[str, int]] = {
    "working_days": (Budget.WORKING_DAYS, 1),
    "working_hours": (Budget.WORKING_SECONDS, 3600),
    "working_minutes": (Budget.WORKING_SECONDS, 60),
    "hours": (Budget.ELAPSED_SECONDS, 3600),
    "minutes": (Budget.ELAPSED_SECONDS, 60),
}
UNIT_CHOICES = [
    ("working_days", _("working days")),
    ("working_hours", _("hours of working time")),
    ("working_minutes", _("minutes of working time")),
    ("hours", _("hours by the clock")),
    ("minutes", _("minutes by the clock")),
]
STATEMENTS = ("statement_zh_hans", "statement_zh_hant", "statement_en")
SIGNAL_CHOICES = list(SIGNALS.items())


class DraftForm(forms.Form):
    """Everything a promise says, as an office person would put it."""

    name = forms.CharField(label=_("Short name"), max_length=120)
    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Small letters and hyphens; it never changes, such as answer-24h.")
    )
    statement_zh_hans = forms.CharField(
        label=_("What we promise (Simplified Chinese)"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As the customer reads it. The traditional form is derived from it if you leave it empty."),
    )  # fmt: skip
    statement_zh_hant = forms.CharField(
        label=_("What we promise (Traditional Chinese)"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    statement_en = forms.CharField(
        label=_("What we promise (English)"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    budget = forms.IntegerField(label=_("Time limit"), min_value=1, max_value=100_000)
    unit = forms.ChoiceField(label=_("Counted in"), choices=UNIT_CHOICES)
    calendar = forms.ChoiceField(label=_("Working calendar"))
    starts_on = forms.MultipleChoiceField(label=_("The clock starts when"), choices=SIGNAL_CHOICES)
    stops_on = forms.MultipleChoiceField(label=_("It is kept when"), choices=SIGNAL_CHOICES)
    pauses_on = forms.MultipleChoiceField(label=_("It rests while"), choices=SIGNAL_CHOICES, required=False)
    resumes_on = forms.MultipleChoiceField(label=_("It goes on when"), choices=SIGNAL_CHOICES, required=False)
    natures = forms.MultipleChoiceField(
        label=_("Only for"), choices=NATURES, required=False, widget=forms.CheckboxSelectMultiple
    )
    urgencies = forms.MultipleChoiceField(
        label=_("Only when it is"), choices=URGENCIES, required=False, widget=forms.CheckboxSelectMultiple
    )
    branches = forms.TypedMultipleChoiceField(label=_("Only in these branches"), coerce=int, required=False)
    target = forms.DecimalField(
        label=_("Aim, in percent"), min_value=Decimal("0.01"), max_value=100, decimal_places=2, initial=95
    )
    is_public = forms.BooleanField(label=_("Shown to customers on the charter"), required=False, initial=True)
    is_guarantee = forms.BooleanField(label=_("A guarantee: when it is broken, a remedy is due"), required=False)
    remedy_code = forms.ChoiceField(label=_("The remedy that is due"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendars = BusinessCalendar.objects.values_list("code", "name")
        self._choices("calendar", list(calendars))
        kinds = [(kind.code, str(kind)) for kind in RemedyKind.objects.filter(is_active=True)]
        self._choices("remedy_code", [("", str(_("None"))), *kinds])
        self._choices("branches", [(branch.pk, branch.name) for branch in active_branches()])

    def _choices(self, field: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    @property
    def draft(self) -> Draft:
        """The clean values as the promises room takes them."""
        data = dict(self.cleaned_data)
        kind, factor = UNITS[data.pop("unit")]
        scope = {key: values for key in ("natures", "urgencies", "branches") if (values := data.pop(key))}
        data |= {"budget": data["budget"] * factor, "budget_kind": kind, "target": data["target"] / 100}
        return Draft(**data, scope=scope)


def initial_of(version: CommitmentVersion, calendar_code: str) -> dict[str, Any]:
    """A version as the form shows it, to draft the next one from."""
    commitment = version.commitment
    same = (
        "statement_zh_hans",
        "statement_zh_hant",
        "statement_en",
        "starts_on",
        "stops_on",
        "pauses_on",
        "resumes_on",
    )
    about = ("name", "code", "is_public", "is_guarantee", "remedy_code")
    unit, factor = _unit_of(version)
    return {
        **{name: getattr(version, name) for name in same},
        **{name: getattr(commitment, name) for name in about},
        **{key: version.scope.get(key, []) for key in ("natures", "urgencies", "branches")},
        "unit": unit,
        "budget": version.budget // factor,
        "calendar": calendar_code,
        "target": (version.target * 100).normalize(),
    }


def _unit_of(version: CommitmentVersion) -> tuple[str, int]:
    fitting = (
        (unit, factor)
        for unit, (kind, factor) in UNITS.items()
        if kind == version.budget_kind and version.budget % factor == 0
    )
    return next(fitting, ("minutes", 60))


class PublishForm(forms.Form):
    """From when a promise binds us; a first version may begin in the past, to be measured on history."""

    effective_on = forms.DateField(
        label=_("In force from"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty means now. A first version may begin in the past: it is then measured on history."),
    )  # fmt: skip

    @property
    def effective_from(self) -> datetime | None:
        day = self.cleaned_data["effective_on"]
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=300)
