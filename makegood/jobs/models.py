from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Beat(models.Model):
    """When one round on one host last came by: a silent round is a fault that somebody should see."""

    round = models.CharField(max_length=40)
    host = models.CharField(max_length=120)
    seen_at = models.DateTimeField()
    done = models.BigIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        verbose_name = _("beat")
        constraints = [models.UniqueConstraint(fields=["round", "host"], name="beat_once_a_host")]

    def __str__(self) -> str:
        return f"{self.round}@{self.host}"
