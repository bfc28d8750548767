from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.kit.money import Money


class EncounterQuerySet(models.QuerySet["Encounter"]):
    def in_branches(self, branch_ids: frozenset[int] | None) -> EncounterQuerySet:
        return self if branch_ids is None else self.filter(branch__in=branch_ids)


class Encounter(models.Model):
    """One order, visit or service session. `reference` is what the customer knows it by (order number).

    `category` is what sort of order or service it is, in the words of whoever told it (a priority, a product line).
    """

    class Kind(models.TextChoices):
        ORDER = "order", _("Order")
        VISIT = "visit", _("Visit")
        SERVICE = "service", _("Service session")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    reference = models.CharField(max_length=80)
    branch = models.ForeignKey("people.Branch", on_delete=models.PROTECT, related_name="encounters")
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.PROTECT, related_name="encounters")
    channel = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8, default="CNY")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = EncounterQuerySet.as_manager()

    class Meta:
        verbose_name = _("encounter")
        ordering = ["-started_at"]
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="encounter_once")]
        indexes = [
            models.Index(fields=["branch", "started_at"], name="encounter_by_branch"),
            models.Index(fields=["customer", "started_at"], name="encounter_by_customer"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def amount(self) -> Money | None:
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)
