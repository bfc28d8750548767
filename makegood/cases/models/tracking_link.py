from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import EncryptedTextField


class TrackingLink(models.Model):
    """The customer's way to their case: 256 random bits, found by digest, kept sealed so that it can be sent again."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    token = EncryptedTextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tracking link")

    def __str__(self) -> str:
        return f"{self.case_id}"
