from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models.commitment import Commitment, CommitmentVersion
from makegood.commitments.rules.states import OPEN, ClockState, Outcome
from makegood.commitments.rules.terms import Terms

OPEN_STATES = [state.value for state in OPEN]


class ClockQuerySet(models.QuerySet["Clock"]):
    def open(self) -> ClockQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def in_branches(self, branch_ids: frozenset[int] | None) -> ClockQuerySet:
        return self if branch_ids is None else self.filter(branch_id__in=branch_ids)


class Clock(models.Model):
    """One round of one promise on one subject. It repeats what the subject's signals amount to.

    `due_at` is cached for the sweep and empty while an endless pause holds the clock; `pauses` lists
    [from, to or null, reason, id of the message that proves it or null]. Time used and time left are never stored.
    """

    class State(models.TextChoices):
        RUNNING = ClockState.RUNNING, _("Running")
        PAUSED = ClockState.PAUSED, _("Paused")
        KEPT = ClockState.KEPT, _("Kept")
        BROKEN = ClockState.BROKEN, _("Broken")
        WITHDRAWN = ClockState.WITHDRAWN, _("Merged into another")
        CANCELLED = ClockState.CANCELLED, _("No longer owed")

    # Looked up through clock_by_start, as a verdict's clock is through verdict_once: the sweep fills one index less.
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    version = models.ForeignKey(CommitmentVersion, on_delete=models.PROTECT, related_name="clocks")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    sweep_at = models.DateTimeField(null=True)
    is_provisional = models.BooleanField(default=False)
    pauses = models.JSONField(default=list)
    warn_at = models.DateTimeField(null=True)
    extended = models.PositiveSmallIntegerField(default=0, db_default=0)
    warnings_given = models.PositiveSmallIntegerField(default=0)
    is_history = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "commitment", "round"], name="clock_once")
        ]
        indexes = [
            models.Index(fields=["sweep_at"], name="clock_sweep", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["warn_at"], name="clock_warn", condition=Q(state="running", warn_at__isnull=False)),
            models.Index(fields=["commitment", "started_at"], name="clock_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} · {self.state}"

    def terms(self) -> Terms:
        """What this round promises, more time included; `version__calendar` must have been selected with it."""
        return self.version.terms(self.due_at).extended(self.extended)


class ClockVerdict(models.Model):
    """What a clock came to, as it was known from `counted_at` until `superseded_at`.

    `decided_at` is when the promise was kept, or the due instant that broke it. A number names the
    verdict for ever: figures counted with it can be counted again.
    """

    class Kind(models.TextChoices):
        KEPT = Outcome.KEPT, _("Kept")
        BROKEN = Outcome.BROKEN, _("Broken")
        VOID = Outcome.VOID, _("Withdrawn")

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="verdicts", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=6, choices=Kind.choices)
    decided_at = models.DateTimeField()
    counted_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("verdict")
        constraints = [
            models.UniqueConstraint(fields=["clock", "number"], name="verdict_once"),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(superseded_at__isnull=True), name="one_verdict_stands"
            ),
        ]
        indexes = [
            models.Index(fields=["decided_at"], include=["outcome", "superseded_at", "clock"], name="verdict_by_date")
        ]

    def __str__(self) -> str:
        return f"{self.clock_id}/{self.number} {self.outcome}"
