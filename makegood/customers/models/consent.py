from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """What a customer agreed to, from when and until when; the newest row of a purpose decides."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    is_given = models.BooleanField()
    at = models.DateTimeField()
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("consent")
        indexes = [models.Index(fields=["customer", "purpose", "-at"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.is_given}"
