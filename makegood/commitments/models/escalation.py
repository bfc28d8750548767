from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models.clock import Clock
from makegood.commitments.models.commitment import Commitment
from makegood.commitments.rules.escalation import Rung, ringing


class EscalationLadder(models.Model):
    """One state of a ladder: of one promise or, without one, of the whole house. It never changes.

    `rungs` holds `rules.escalation.Rung` as data, lowest first; none at all means that nothing is escalated.
    """

    commitment = models.ForeignKey(Commitment, null=True, on_delete=models.PROTECT, related_name="ladders")
    number = models.PositiveIntegerField()
    rungs = models.JSONField(default=list)
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("escalation ladder")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="ladder_once", nulls_distinct=False),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(is_current=True), name="one_ladder_in_force", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id or '—'}/{self.number}"

    def steps(self) -> list[Rung]:
        return [Rung.of(data) for data in self.rungs]


class Escalation(models.Model):
    """One clock on its way up the ladder that was in force when it began: the timer that `climb` sweeps.

    `times` are the instants of the rungs as the clock stands now, `rung` how many have rung, `reach` the highest place
    that was called, `ring_at` the next instant (empty at the top, while a pause without end lasts, and once it is over
    or somebody has it). `early` rungs are due before the breach; the others wait for it (`waits_for_breach`).
    """

    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="escalation")
    ladder = models.ForeignKey(EscalationLadder, on_delete=models.PROTECT, related_name="+")
    times = ArrayField(models.DateTimeField(), default=list)
    early = models.PositiveSmallIntegerField(default=0)
    rung = models.PositiveSmallIntegerField(default=0)
    ring_at = models.DateTimeField(null=True)
    waits_for_breach = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    is_over = models.BooleanField(default=False)
    extended = models.PositiveSmallIntegerField(default=0, db_default=0)
    reach = models.CharField(max_length=12, blank=True)
    rung_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("escalation")
        constraints = [
            models.CheckConstraint(
                name="acknowledged_by_somebody",
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["ring_at"], condition=Q(ring_at__isnull=False), name="escalation_due"),
            models.Index(fields=["-rung_at"], condition=Q(rung__gt=0, is_over=False), name="escalation_open"),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} · {self.rung}/{len(self.times)}"

    @property
    def is_open(self) -> bool:
        """Somebody was called, nobody has it, and it is not over."""
        return self.rung > 0 and not self.is_over and self.acknowledged_at is None

    def called(self, since: int, rung: int) -> list[Rung]:
        """Whom the ring from one rung to another calls, the highest first."""
        return ringing(self.ladder.steps(), since, rung)

    def wind(self) -> None:
        """Set the timer by `times`, `rung` and what has ended it."""
        rests = self.is_over or self.acknowledged_at is not None or self.rung >= len(self.times)
        self.ring_at = None if rests else self.times[self.rung]
        self.waits_for_breach = self.rung >= self.early


class EscalationRing(models.Model):
    """A look rang the rungs after `since` up to `rung`: due at `due_at`, rung at `at`."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="rings")
    since = models.PositiveSmallIntegerField()
    rung = models.PositiveSmallIntegerField()
    extended = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ring of an escalation")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["escalation", "extended", "rung"], name="rung_rings_once")]

    def __str__(self) -> str:
        return f"{self.escalation_id}/{self.rung}"
