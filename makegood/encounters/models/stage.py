from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from makegood.encounters.models.encounter import Encounter
from makegood.encounters.rules.timings import Known


class Stage(models.Model):
    """One timed step of an encounter. Its end may be known before its beginning.

    `told_ends` are all ends that were told; `ended_at` is the one that belongs to the beginning. `expected_at` is the
    newest estimate and `said_at` when it was made. `late_since` is when we knew that the promised date will not be
    kept, `told_at` when the customer was first told so.
    """

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="stages")
    name = models.SlugField(max_length=40)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    told_ends = ArrayField(models.DateTimeField(), default=list)
    expected_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)
    is_delayed = models.BooleanField(default=False)
    is_odd = models.BooleanField(default=False)
    late_since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("stage")
        ordering = ["encounter", "started_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["encounter", "name"], name="stage_once"),
            models.CheckConstraint(
                name="stage_ends_after_it_began",
                condition=Q(started_at__isnull=True) | Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["promised_at"],
                name="stage_awaited",
                condition=Q(ended_at__isnull=True, late_since__isnull=True),
            ),
            models.Index(fields=["late_since"], name="stage_late", condition=Q(late_since__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.encounter_id} {self.name}"

    @property
    def took(self) -> timedelta | None:
        """How long the stage lasted; None while an end is unknown."""
        return None if self.started_at is None or self.ended_at is None else self.ended_at - self.started_at

    @property
    def known(self) -> Known:
        """What was ever said of it, as a value."""
        ends: list[datetime] = self.told_ends or ([self.ended_at] if self.ended_at else [])
        return Known(self.started_at, tuple(ends), self.promised_at, self.expected_at, self.said_at, self.is_delayed)
