from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """A department that takes responsibility; without a branch it serves the whole organisation."""

    class Kind(models.TextChoices):
        CUSTOMER_SERVICE = "customer_service", _("Customer service")
        TECHNICAL = "technical", _("Technical support")
        MARKETING = "marketing", _("Marketing")
        OPERATIONS = "operations", _("Operations")
        LOGISTICS = "logistics", _("Logistics")
        FINANCE = "finance", _("Finance")
        QUALITY = "quality", _("Quality")
        PEOPLE = "people", _("Human resources")

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CUSTOMER_SERVICE)
    branch = models.ForeignKey("people.Branch", null=True, blank=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("department")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
