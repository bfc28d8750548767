from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models.commitment import CommitmentVersion
from makegood.engines.statistics.feasibility import Standing


class Trial(models.Model):
    """What history said of a version at the moment it was published, and why it was published all the same.

    `share`, `low` and `high` are in [0, 1], empty where there was not enough data. Never changed afterwards.
    """

    class Kind(models.TextChoices):
        NOT_ENOUGH = Standing.NOT_ENOUGH, _("Not enough data")
        BREAKS = Standing.BREAKS, _("Would miss its aim")
        UNSURE = Standing.UNSURE, _("May miss its aim")
        HOLDS = Standing.HOLDS, _("Would be kept")

    version = models.ForeignKey(CommitmentVersion, on_delete=models.PROTECT, related_name="trials")
    at = models.DateTimeField()
    since = models.DateTimeField()
    standing = models.CharField(max_length=10, choices=Kind.choices)
    share = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveBigIntegerField()
    unfinished = models.PositiveBigIntegerField(default=0)
    despite = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("trial of a commitment")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.standing}"
