from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import BusinessCalendar, CommitmentVersion
from makegood.commitments.operations import Draft
from makegood.customers.models import Tier
from makegood.encounters.models import Encounter
from makegood.intake.models import ChannelKind
from makegood.office.measures import MEASURES, PARTS, measure_choices, measure_named
from makegood.office.promise_words import NATURES, SIGNALS, URGENCIES
from makegood.people.models import Role
from makegood.people.queries import active_branches
from makegood.recovery.models import RemedyKind
from makegood.triage.models.choices import Category

Budget = CommitmentVersion.Budget
UNITS: dict[str, tuple[str, int]] = {
    "working_days": (Budget.WORKING_DAYS, 1),
    "working_hours": (Budget.WORKING_SECONDS, 3600),
    "working_minutes": (Budget.WORKING_SECONDS, 60),
    "hours": (Budget.ELAPSED_SECONDS, 3600),
    "minutes": (Budget.ELAPSED_SECONDS, 60),
    "promised": (Budget.PROMISED, 1),
}
UNIT_CHOICES = [
    ("working_days", _("working days")),
    ("working_hours", _("hours of working time")),
    ("working_minutes", _("minutes of working time")),
    ("hours", _("hours by the clock")),
    ("minutes", _("minutes by the clock")),
    ("promised", _("until the date promised with it")),
]
STATEMENTS = ("statement_zh_hans", "statement_zh_hant", "statement_en")
SIGNAL_CHOICES = list(SIGNALS.items())
LEVELS = [(1, _("Level 1")), (2, _("Level 2")), (3, _("Level 3"))]
SCOPE = ("natures", "urgencies", "branches", "channels", "kinds", "categories", "levels", "tiers")
NOT = {"not_channels": "channels", "not_kinds": "kinds", "not_tags": "tags"}
HOUR = 3_600


def _boxes(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


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
    measure = forms.ChoiceField(label=_("What is measured"), choices=measure_choices, required=False)
    starts_on = forms.MultipleChoiceField(label=_("The clock starts when"), choices=SIGNAL_CHOICES, required=False)
    stops_on = forms.MultipleChoiceField(label=_("It is kept when"), choices=SIGNAL_CHOICES, required=False)
    pauses_on = forms.MultipleChoiceField(label=_("It rests while"), choices=SIGNAL_CHOICES, required=False)
    resumes_on = forms.MultipleChoiceField(label=_("It goes on when"), choices=SIGNAL_CHOICES, required=False)
    cancels_on = forms.MultipleChoiceField(
        label=_("Nothing is owed any more when"), choices=SIGNAL_CHOICES, required=False
    )
    natures = _boxes(_("Only for"), NATURES)
    urgencies = _boxes(_("Only when it is"), URGENCIES)
    channels = _boxes(_("Only through"), ChannelKind.choices)
    kinds = _boxes(_("Only for these contacts"), Encounter.Kind.choices)
    categories = _boxes(_("Only about"), Category.choices)
    levels = forms.TypedMultipleChoiceField(
        label=_("Only at"), choices=LEVELS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    tiers = _boxes(_("Only for customers of"), Tier.choices)
    branches = forms.TypedMultipleChoiceField(label=_("Only in these branches"), coerce=int, required=False)
    not_channels = _boxes(_("Not through"), ChannelKind.choices)
    not_kinds = _boxes(_("Not for these contacts"), Encounter.Kind.choices)
    not_tags = forms.CharField(
        label=_("Not where it is marked"), max_length=200, required=False,
        help_text=_("Marks with commas between them, such as typhoon, power-cut: what carries one does not count."),
    )  # fmt: skip
    pause_limit_hours = forms.IntegerField(
        label=_("It rests at most, in hours"), min_value=0, max_value=8_760, required=False,
        help_text=_("Empty or 0 sets no limit."),
    )  # fmt: skip
    repeats = forms.BooleanField(label=_("It begins anew each time"), required=False)
    contact = forms.CharField(
        label=_("Who answers for it"), max_length=120, required=False,
        help_text=_("A person or an office that can be asked, such as the manager of the branch."),
    )  # fmt: skip
    warning_shares = forms.CharField(
        label=_("Warn when this much of the time is used, in percent"), max_length=40, required=False, initial="80",
        help_text=_("Several with commas between them, such as 50, 80. Empty warns nobody."),
    )  # fmt: skip
    extension_adds = forms.CharField(
        label=_("More time that may be asked for, in the same unit"), max_length=60, required=False,
        help_text=_("Several steps with commas between them, such as 15, 30. Empty allows none."),
    )  # fmt: skip
    extension_role = forms.ChoiceField(
        label=_("Who must agree to more time"), required=False,
        choices=[(role, Role(role).label) for role in ("service_manager", "team_lead", "branch_manager", "cx_manager")],
    )  # fmt: skip
    extension_tells = forms.BooleanField(label=_("The customer is told the new date and why"), required=False)
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

    def clean_warning_shares(self) -> list[int]:
        words = self.cleaned_data["warning_shares"].replace("，", ",").replace("%", "").split(",")
        try:
            return sorted({int(word) for word in words if word.strip()})
        except ValueError:
            raise forms.ValidationError(_("Write whole numbers with commas between them, such as 50, 80.")) from None

    def clean_extension_adds(self) -> list[int]:
        words = self.cleaned_data["extension_adds"].replace("，", ",").split(",")
        try:
            return [int(word) for word in words if word.strip()]
        except ValueError:
            raise forms.ValidationError(_("Write whole numbers with commas between them, such as 15, 30.")) from None

    def clean_not_tags(self) -> list[str]:
        words = self.cleaned_data["not_tags"].replace("，", ",").split(",")
        return [word.strip() for word in words if word.strip()]

    def clean(self) -> dict[str, Any]:
        """A measure chosen by name fills in its signals; without one they are chosen by hand."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if measure := MEASURES.get(data.get("measure", "")):
            data |= {part: list(getattr(measure, part)) for part in PARTS}
        else:
            for part in ("starts_on", "stops_on"):
                if not data.get(part):
                    self.add_error(part, _("Choose what is measured, or the signals yourself."))
        return data

    @property
    def draft(self) -> Draft:
        """The clean values as the promises room takes them."""
        data = dict(self.cleaned_data)
        data.pop("measure")
        kind, factor = UNITS[data.pop("unit")]
        scope = {key: values for key in SCOPE if (values := data.pop(key))}
        exclusions = {key: values for name, key in NOT.items() if (values := data.pop(name))}
        data["pause_limit_seconds"] = (data.pop("pause_limit_hours") or 0) * HOUR
        data |= {"budget": data["budget"] * factor, "budget_kind": kind, "target": data["target"] / 100}
        told = {"role": data.pop("extension_role") or "service_manager", "tells": data.pop("extension_tells")}
        data["extensions"] = [{"adds": adds * factor, **told} for adds in data.pop("extension_adds")]
        return Draft(**data, scope=scope, exclusions=exclusions)


def initial_of(version: CommitmentVersion, calendar_code: str) -> dict[str, Any]:
    """A version as the form shows it, to draft the next one from."""
    commitment = version.commitment
    same = ("statement_zh_hans", "statement_zh_hant", "statement_en", *PARTS, "repeats", "contact")
    about = ("name", "code", "is_public", "is_guarantee", "remedy_code")
    unit, factor = unit_of(version)
    return {
        **{name: getattr(version, name) for name in same},
        **{name: getattr(commitment, name) for name in about},
        **{key: version.scope.get(key, []) for key in SCOPE},
        **{name: version.exclusions.get(key, []) for name, key in NOT.items()},
        "not_tags": ", ".join(version.exclusions.get("tags", [])),
        "measure": measure_named(**{part: getattr(version, part) for part in PARTS}),
        "unit": unit,
        "budget": version.budget // factor,
        "calendar": calendar_code,
        "target": (version.target * 100).normalize(),
        "warning_shares": ", ".join(str(share) for share in version.warning_shares),
        "extension_adds": ", ".join(str(step.adds // factor) for step in version.steps()),
        "extension_role": next((step.role for step in version.steps()), "service_manager"),
        "extension_tells": all(step.tells for step in version.steps()),
        "pause_limit_hours": (version.pause_limit_seconds or 0) // HOUR or None,
    }


def unit_of(version: CommitmentVersion) -> tuple[str, int]:
    """The unit in which its limit is a whole number, and how many days or seconds that is."""
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


class DespiteForm(forms.Form):
    """Why a promise is published although history says that it would miss its aim."""

    despite = forms.CharField(
        label=_("Why is it published all the same?"), max_length=300,
        help_text=_("Say what changes so that it can be kept. It is kept with the version."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=300)
