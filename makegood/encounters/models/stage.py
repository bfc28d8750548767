from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from makegood.encounters.models.encounter import Encounter


class Stage(models.Model):
    """One timed step of an encounter. Its end may be known before its beginning."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="stages")
    name = models.SlugField(max_length=40)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)

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

    def __str__(self) -> str:
        return f"{self.encounter_id} {self.name}"

    @property
    def took(self) -> timedelta | None:
        """How long the stage lasted; None while an end is unknown."""
        return None if self.started_at is None or self.ended_at is None else self.ended_at - self.started_at
