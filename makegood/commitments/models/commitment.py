from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models.calendar import CalendarVersion
from makegood.commitments.rules.extensions import Step, signal_name
from makegood.commitments.rules.quality import Quality
from makegood.commitments.rules.states import VersionState
from makegood.commitments.rules.terms import BudgetKind, Terms


def _signals() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=60), default=list, blank=True)


class Commitment(models.Model):
    """A promise that the organisation makes; what exactly it says stands in its versions."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_guarantee = models.BooleanField(_("guarantee with a remedy"), default=False)
    remedy_code = models.CharField(_("remedy if broken"), max_length=40, blank=True)
    is_public = models.BooleanField(_("published to customers"), default=True)

    class Meta:
        verbose_name = _("commitment")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="guarantee_names_its_remedy", condition=Q(is_guarantee=False) | ~Q(remedy_code="")
            )
        ]

    def __str__(self) -> str:
        return self.name


class CommitmentVersion(models.Model):
    """One wording of a promise with its measure. From publication on it never changes."""

    class State(models.TextChoices):
        DRAFT = VersionState.DRAFT, _("Draft")
        REVIEWED = VersionState.REVIEWED, _("Reviewed")
        PUBLISHED = VersionState.PUBLISHED, _("Published")
        REPLACED = VersionState.REPLACED, _("Replaced")
        WITHDRAWN = VersionState.WITHDRAWN, _("Withdrawn")

    class Budget(models.TextChoices):
        WORKING_DAYS = BudgetKind.WORKING_DAYS, _("working days")
        WORKING_SECONDS = BudgetKind.WORKING_SECONDS, _("seconds of working time")
        ELAPSED_SECONDS = BudgetKind.ELAPSED_SECONDS, _("seconds by the clock")
        QUALITY = BudgetKind.QUALITY, _("measured quality")
        PROMISED = BudgetKind.PROMISED, _("until the promised date")

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    statement_zh_hans = models.CharField(_("statement (Simplified Chinese)"), max_length=300)
    statement_zh_hant = models.CharField(_("statement (Traditional Chinese)"), max_length=300, blank=True)
    statement_en = models.CharField(_("statement (English)"), max_length=300, blank=True)
    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="promises")
    budget_kind = models.CharField(_("counted in"), max_length=16, choices=Budget.choices)
    budget = models.PositiveIntegerField(_("time limit"))
    starts_on = _signals()
    stops_on = _signals()
    pauses_on = _signals()
    resumes_on = _signals()
    cancels_on = _signals()
    repeats = models.BooleanField(_("begins anew after it ended"), default=False)
    scope = models.JSONField(_("covers"), default=dict, blank=True)
    exclusions = models.JSONField(_("does not count"), default=dict, blank=True)
    contact = models.CharField(_("who answers for it"), max_length=120, blank=True)
    target = models.DecimalField(_("target share"), max_digits=5, decimal_places=4, default=1)
    warning_shares = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    grace_seconds = models.PositiveIntegerField(default=0)
    pause_limit_seconds = models.PositiveIntegerField(null=True, blank=True)
    quality = models.JSONField(_("measured quality"), null=True, blank=True)
    extensions = models.JSONField(_("more time in steps"), default=list, blank=True)
    effective_from = models.DateTimeField(null=True, blank=True)
    effective_until = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    drafted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("commitment version")
        ordering = ["commitment", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="commitment_version_once"),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(state="published"), name="one_published_version"
            ),
            models.CheckConstraint(name="budget_is_positive", condition=Q(budget__gt=0)),
            models.CheckConstraint(name="target_is_a_share", condition=Q(target__gt=0, target__lte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}/{self.number}"

    @property
    def statement(self) -> str:
        """The wording in the reader's language, Simplified Chinese where it is missing."""
        name = (get_language() or "zh-hans").replace("-", "_")
        return str(getattr(self, f"statement_{name}", "") or self.statement_zh_hans)

    def terms(self, promised_at: datetime | None = None) -> Terms:
        """The version as a value; `calendar` must have been selected with it. `promised_at` is one subject's date."""
        return Terms(
            version_id=self.pk,
            kind=BudgetKind(self.budget_kind),
            budget=self.budget,
            calendar=self.calendar.value(),
            starts_on=frozenset(self.starts_on),
            stops_on=frozenset(self.stops_on),
            pauses_on=frozenset(self.pauses_on),
            resumes_on=frozenset(self.resumes_on),
            cancels_on=frozenset(self.cancels_on),
            scope=self.scope,
            exclusions=self.exclusions,
            repeats=self.repeats,
            pause_limit=self.pause_limit_seconds,
            warning_shares=tuple(share / 100 for share in sorted(self.warning_shares)),
            effective_from=self.effective_from,
            effective_until=self.effective_until,
            promised_at=promised_at,
            quality=self.measured_quality(),
            extensions=tuple(step.adds for step in self.steps()),
            extended_by=tuple(signal_name(self.commitment_id, n) for n in range(1, len(self.extensions) + 1)),
        )

    def measured_quality(self) -> Quality | None:
        """What is promised of what is observed; None for a promise about time."""
        return Quality.of(self.quality) if self.quality else None

    def steps(self) -> list[Step]:
        """The extensions that may be asked for, in their order."""
        return [Step.of(data) for data in self.extensions]


class VersionMove(models.Model):
    """Who moved a version from one state to the next, when and why."""

    version = models.ForeignKey(CommitmentVersion, on_delete=models.PROTECT, related_name="moves")
    old = models.CharField(max_length=10, blank=True)
    new = models.CharField(max_length=10, choices=CommitmentVersion.State.choices)
    by_kind = models.CharField(max_length=10)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("move of a commitment")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
