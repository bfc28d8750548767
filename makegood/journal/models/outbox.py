from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outbox(models.Model):
    """One reaction owed to one entry. A parked row waits for a person and holds nobody up."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        DONE = "done", _("Done")
        PARKED = "parked", _("Parked")

    reaction = models.CharField(max_length=120)
    entry = models.ForeignKey("journal.Entry", on_delete=models.PROTECT, related_name="owed", db_index=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    dated = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("outbox row")
        constraints = [models.UniqueConstraint(fields=["entry", "reaction"], name="outbox_owed_once")]
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id", "id"],
                condition=Q(state="pending"),
                name="outbox_pending",
            ),
            # For the claim alone, which says `attempts >= 0`: whoever looks for the news of one subject must never be
            # led through the whole queue, however old the planner's idea of its length is.
            models.Index(fields=["id"], condition=Q(state="pending", attempts__gte=0), name="outbox_waiting"),
            models.Index(fields=["id"], condition=Q(state="parked"), name="outbox_parked"),
        ]

    def __str__(self) -> str:
        return f"{self.reaction} ← {self.entry_id}"
