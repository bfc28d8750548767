from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.kit.actor import Actor


class ApiToken(models.Model):
    """A machine's identity. Only a digest of the secret is kept; ``prefix`` tells tokens apart on screen."""

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    branch = models.ForeignKey("people.Branch", null=True, blank=True, on_delete=models.PROTECT)
    per_minute = models.PositiveIntegerField(default=6000)
    issued_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def actor(self) -> Actor:
        return Actor.machine(self.pk)

    @property
    def is_active(self) -> bool:
        return self.revoked_at is None

    def may(self, scope: str) -> bool:
        return self.is_active and scope in self.scopes
