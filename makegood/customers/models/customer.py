from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import EncryptedTextField
from makegood.kit.actor import Actor


class Tier(models.TextChoices):
    NORMAL = "normal", _("Standard")
    SILVER = "silver", _("Silver")
    GOLD = "gold", _("Gold")
    VIP = "vip", _("VIP")


class CustomerQuerySet(models.QuerySet["Customer"]):
    def in_branches(self, branch_ids: frozenset[int] | None) -> CustomerQuerySet:
        return self if branch_ids is None else self.filter(home_branch_id__in=branch_ids)


class Customer(models.Model):
    """A person or business we serve. ``name`` is sealed; ``name_masked`` is what lists show."""

    class Kind(models.TextChoices):
        CONSUMER = "consumer", _("Consumer")
        BUSINESS = "business", _("Business customer")

    name = EncryptedTextField(null=True)
    name_masked = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CONSUMER)
    tier = models.CharField(max_length=8, choices=Tier.choices, default=Tier.NORMAL)
    locale = models.CharField(max_length=10, default="zh-hans")
    home_branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT)
    account_manager = models.ForeignKey("people.Staff", null=True, blank=True, on_delete=models.PROTECT)
    external_ref = models.CharField(max_length=80, blank=True)
    registered_at = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        constraints = [
            models.UniqueConstraint(
                fields=["external_ref"], condition=~models.Q(external_ref=""), name="customer_ref_once"
            )
        ]

    def __str__(self) -> str:
        return self.name_masked or f"#{self.pk}"

    @property
    def actor(self) -> Actor:
        return Actor.customer(self.pk)

    @property
    def is_business(self) -> bool:
        return self.kind == self.Kind.BUSINESS
