from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.recovery.rules.terms import term_of


class PolicyVersion(models.Model):
    """One version of the compensation policy. A published one is never edited; a newer one replaces it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        REPLACED = "replaced", _("Replaced")

    number = models.PositiveIntegerField(unique=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    table = models.JSONField()
    note = models.TextField(_("what changes and why"), blank=True)
    drafted_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("compensation policy")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status="published"), name="one_policy_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def offer_days(self) -> int:
        """For how many days an offer stands."""
        return term_of(self.table, "offer_days")

    @property
    def automatic_limit(self) -> int:
        """What a broken guarantee may give by itself, in fen for one case in total."""
        return term_of(self.table, "automatic_limit")
