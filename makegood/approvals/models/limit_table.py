from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LimitTable(models.Model):
    """What each role may grant alone; a new version never changes what was decided under an older one."""

    version = models.PositiveIntegerField(unique=True)
    limits = models.JSONField()
    published_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("limit table")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"v{self.version}"
