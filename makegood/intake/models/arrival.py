from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("Taken in")
    DUPLICATE = "duplicate", _("Duplicate")
    QUARANTINED = "quarantined", _("Quarantined")


class Arrival(models.Model):
    """What came in, as it came. ``raw`` is sealed; for a row of a file it stays in the file (``batch``, ``row``).

    ``key`` is the sender's own key: the same key again is the same item. ``digest`` (keyed) tells whether
    the body was the same too.
    """

    channel = models.ForeignKey("intake.Channel", on_delete=models.PROTECT, related_name="arrivals")
    key = models.CharField(max_length=200)
    raw = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField(max_length=40, blank=True)
    batch = models.ForeignKey("intake.Batch", null=True, on_delete=models.PROTECT, related_name="arrivals")
    row = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("arrival")
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="arrival_key_once")]
        indexes = [models.Index(fields=["received_at", "channel"], name="arrival_by_day")]

    def __str__(self) -> str:
        return f"{self.channel_id}/{self.key}"


class Repeat(models.Model):
    """The same key and body came again. Nothing was added, and it is counted."""

    channel = models.ForeignKey("intake.Channel", on_delete=models.PROTECT, related_name="+")
    arrival = models.ForeignKey("intake.Arrival", on_delete=models.PROTECT, related_name="repeats")
    received_at = models.DateTimeField()
    batch = models.ForeignKey("intake.Batch", null=True, on_delete=models.PROTECT, related_name="repeats")
    row = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("repeat")
        indexes = [models.Index(fields=["received_at", "channel"], name="repeat_by_day")]

    def __str__(self) -> str:
        return f"{self.arrival_id} ×"
