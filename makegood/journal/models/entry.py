from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from makegood.journal.modes import Mode
from makegood.kit.actor import Actor, ActorKind


class Entry(models.Model):
    """One event as it was recorded. The column ``xid`` (transaction id) exists in the database only."""

    name = models.CharField(max_length=80)
    data = models.JSONField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    branch_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ActorKind])
    actor_id = models.BigIntegerField(null=True)
    mode = models.CharField(max_length=10, choices=[(m.value, m.value) for m in Mode])
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    heard_at: datetime | None = None  # set while a reaction runs; ``at`` may lie far back where news came late

    class Meta:
        verbose_name = _("journal entry")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="journal_by_subject"),
            models.Index(fields=["name", "at"], name="journal_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.subject_id}"

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind(self.actor_kind), self.actor_id)

    @property
    def now(self) -> datetime:
        """When what follows is done: days to answer count from here, not from when the news is dated."""
        return self.heard_at or self.at

    @property
    def is_live(self) -> bool:
        return self.mode == Mode.LIVE
