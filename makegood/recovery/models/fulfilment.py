from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.kit.actor import ActorKind
from makegood.kit.money import Money
from makegood.recovery.rules import states


class Fulfilment(models.Model):
    """One attempt to deliver one option. A further attempt needs the one before to have failed for certain."""

    class State(models.TextChoices):
        WAITING = states.FulfilmentState.WAITING, _("Waiting")
        SENT = states.FulfilmentState.SENT, _("Sent")
        DONE = states.FulfilmentState.DONE, _("Done")
        UNKNOWN = states.FulfilmentState.UNKNOWN, _("Unknown: ask before paying again")
        FAILED = states.FulfilmentState.FAILED, _("Failed")

    offer = models.ForeignKey("recovery.Offer", on_delete=models.PROTECT, related_name="fulfilments")
    option = models.ForeignKey("recovery.OfferOption", on_delete=models.PROTECT, related_name="fulfilments")
    attempt = models.PositiveSmallIntegerField(default=1)
    idempotency_key = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reference = models.CharField(max_length=120, blank=True)
    letter = models.TextField(blank=True)
    note = models.TextField(blank=True)
    transfer = models.OneToOneField("ledger.Transfer", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind], blank=True)
    actor_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("fulfilment")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["option", "attempt"], name="fulfilment_attempt_once"),
            models.UniqueConstraint(
                fields=["option"], condition=~models.Q(state="failed"), name="fulfilment_one_alive"
            ),
        ]
        indexes = [
            models.Index(
                fields=["started_at"], condition=models.Q(state__in=[str(s) for s in states.UNSETTLED]),
                name="fulfilment_unsettled",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.idempotency_key

    @property
    def is_unsettled(self) -> bool:
        return self.state in states.UNSETTLED


class Coupon(models.Model):
    """A coupon that was issued. The code cannot be guessed and is used once."""

    code = models.CharField(max_length=24, unique=True)
    fulfilment = models.OneToOneField(Fulfilment, on_delete=models.PROTECT, related_name="coupon")
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.PROTECT, related_name="coupons")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="CNY")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True)
    redeemed_for = models.CharField(max_length=120, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("coupon")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.code

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    def is_usable(self, at: datetime) -> bool:
        return self.redeemed_at is None and self.revoked_at is None and at < self.expires_at
