from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models import BusinessCalendar, CommitmentVersion
from makegood.commitments.operations import Draft
from makegood.people.queries import active_branches
from makegood.recovery.models import RemedyKind

JUDGED = [("share", _("a share: every one good enough or not")), ("mean", _("the average of all"))]
OPERATORS = [(">=", _("at least")), ("<=", _("at most"))]
WINDOWS = [("month", _("a month")), ("rolling_30", _("the last 30 days")), ("rolling_90", _("the last 90 days"))]
SAME = ("statement_zh_hans", "statement_zh_hant", "statement_en", "contact")
ABOUT = ("name", "code", "is_public", "is_guarantee", "remedy_code")


class QualityForm(forms.Form):
    """A promise about how good something is."""

    name = forms.CharField(label=_("Short name"), max_length=120)
    code = forms.SlugField(label=_("Code"), max_length=60)
    statement_zh_hans = forms.CharField(
        label=_("What we promise (Simplified Chinese)"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    statement_zh_hant = forms.CharField(
        label=_("What we promise (Traditional Chinese)"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    statement_en = forms.CharField(
        label=_("What we promise (English)"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    measure = forms.RegexField(
        r"^[a-z][a-z0-9_-]{0,39}$", label=_("What is measured"), max_length=40,
        help_text=_("The name under which it is told, such as temperature; satisfaction is the customer's rating."),
    )  # fmt: skip
    judged = forms.ChoiceField(label=_("Judged by"), choices=JUDGED)
    operator = forms.ChoiceField(label=_("Good enough is"), choices=OPERATORS)
    limit = forms.FloatField(label=_("this value"))
    unit = forms.CharField(label=_("Unit"), max_length=12, required=False)
    window = forms.ChoiceField(label=_("Looked at over"), choices=WINDOWS, initial="rolling_30")
    target = forms.DecimalField(
        label=_("Aim, in percent"), min_value=Decimal("0.01"), max_value=100, decimal_places=2, initial=95,
        help_text=_("Of a share. An average is its own aim."),
    )  # fmt: skip
    calendar = forms.ChoiceField(label=_("Working calendar"))
    branches = forms.TypedMultipleChoiceField(
        label=_("Only in these branches"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    contact = forms.CharField(label=_("Who answers for it"), max_length=120, required=False)
    is_public = forms.BooleanField(label=_("Shown to customers on the charter"), required=False, initial=True)
    is_guarantee = forms.BooleanField(label=_("A guarantee: when it is broken, a remedy is due"), required=False)
    remedy_code = forms.ChoiceField(label=_("The remedy that is due"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, str(kind)) for kind in RemedyKind.objects.filter(is_active=True)]
        self._choices("calendar", list(BusinessCalendar.objects.values_list("code", "name")))
        self._choices("remedy_code", [("", str(_("None"))), *kinds])
        self._choices("branches", [(branch.pk, branch.name) for branch in active_branches()])

    def _choices(self, field: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("is_guarantee") and data.get("judged") == "mean":
            self.add_error("is_guarantee", _("An average breaks for nobody in particular: promise a share instead."))
        return data

    @property
    def draft(self) -> Draft:
        data = dict(self.cleaned_data)
        quality = {part: data.pop(part) for part in ("judged", "operator", "limit", "unit", "window")}
        branches = data.pop("branches")
        data |= {"starts_on": [f"measure.{data.pop('measure')}"], "stops_on": [], "target": data["target"] / 100}
        scope = {"branches": branches} if branches else {}
        return Draft(**data, budget_kind="quality", budget=1, scope=scope, quality=quality, warning_shares=[])


def quality_initial(version: CommitmentVersion, calendar_code: str) -> dict[str, Any]:
    """A version as the form shows it."""
    return {
        **{name: getattr(version, name) for name in SAME},
        **{name: getattr(version.commitment, name) for name in ABOUT},
        **(version.quality or {}),
        "measure": version.starts_on[0].removeprefix("measure."),
        "branches": version.scope.get("branches", []),
        "target": (version.target * 100).normalize(),
        "calendar": calendar_code,
    }
