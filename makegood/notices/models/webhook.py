from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import EncryptedTextField


class WebhookSubscription(models.Model):
    """An address that is told of events. ``events`` holds names ("cases.CaseOpened"), rooms ("cases.*") or "*".

    With a branch it hears of that branch only.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    secret = EncryptedTextField()
    events = ArrayField(models.CharField(max_length=80))
    branch = models.ForeignKey("people.Branch", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    token = models.ForeignKey("people.ApiToken", null=True, on_delete=models.PROTECT, related_name="+")
    subscribed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("webhook subscription")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("Waiting to be sent")
    DELIVERED = "delivered", _("Posted")
    PARKED = "parked", _("Parked")


class WebhookDelivery(models.Model):
    """One entry on its way to one address: tried at ``next_at``, parked when it keeps failing."""

    subscription = models.ForeignKey(WebhookSubscription, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey("journal.Entry", on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    last_status = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("webhook delivery")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["subscription", "entry"], name="webhook_once")]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(state="pending"), name="webhook_due")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.subscription_id}"
