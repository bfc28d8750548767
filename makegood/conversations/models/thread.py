from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Thread(models.Model):
    """One correspondence. It knows no case and no feedback; they know it."""

    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="threads"
    )
    branch = models.ForeignKey("people.Branch", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject_text = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("thread")

    def __str__(self) -> str:
        return self.subject_text or f"#{self.pk}"
