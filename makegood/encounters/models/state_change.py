from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.encounters.models.encounter import Encounter


class StateChange(models.Model):
    """An encounter entered a state. The same state at the same instant is one fact, however often it is told."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="states", db_index=False)
    name = models.SlugField(max_length=40, db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of state")
        ordering = ["encounter", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["encounter", "at", "name"], name="state_change_once")]

    def __str__(self) -> str:
        return f"{self.encounter_id} {self.name}"
