from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.kit.actor import Actor


class Role(models.TextChoices):
    AGENT = "agent", _("Agent")
    SCREENER = "screener", _("Screener")
    TEAM_LEAD = "team_lead", _("Team lead")
    BRANCH_MANAGER = "branch_manager", _("Branch manager")
    SERVICE_MANAGER = "service_manager", _("Service manager")
    CX_MANAGER = "cx_manager", _("Customer experience manager")
    FINANCE_APPROVER = "finance_approver", _("Finance approver")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Theme(models.TextChoices):
    AUTO = "auto", _("Automatic")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    DENSE = "dense", _("Dense")


class Staff(AbstractUser):
    """One who works here, and their log-in. ``pinyin`` sorts Chinese names where the database cannot."""

    name = models.CharField(_("full name"), max_length=80)
    pinyin = models.CharField(max_length=160, blank=True, editable=False, db_index=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AGENT)
    branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT, related_name="staff")
    department = models.ForeignKey(
        "people.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    is_on_duty = models.BooleanField(default=True)
    locale = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(max_length=6, default=Theme.AUTO, choices=Theme.choices)
    density = models.CharField(max_length=12, default=Density.COMFORTABLE, choices=Density.choices)

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["pinyin", "pk"]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def actor(self) -> Actor:
        return Actor.staff(self.pk)

    def has_role(self, *roles: Role | str) -> bool:
        return self.role in roles

    def get_full_name(self) -> str:
        return self.name
