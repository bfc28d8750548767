from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Branch(models.Model):
    """A place or unit that serves customers. ``path`` ("/1/4/") makes a subtree one prefix search."""

    class Kind(models.TextChoices):
        HEAD_OFFICE = "head_office", _("Head office")
        REGION = "region", _("Region")
        BRANCH = "branch", _("Branch")
        CONTACT_CENTRE = "contact_centre", _("Contact centre")
        PARTNER = "partner", _("Partner")

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.BRANCH)
    city = models.CharField(max_length=60, blank=True)
    time_zone = models.CharField(max_length=60, default="Asia/Shanghai")
    hotline = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=255, db_index=True, editable=False, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name
