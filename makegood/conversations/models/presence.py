from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """Somebody had a thread open at ``seen_at``; a short-lived row, not a record."""

    thread = models.ForeignKey("conversations.Thread", on_delete=models.CASCADE, related_name="presences")
    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    is_writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("presence")
        constraints = [models.UniqueConstraint(fields=["thread", "staff"], name="presence_one_each")]
        indexes = [models.Index(fields=["seen_at"], name="presence_by_age")]

    def __str__(self) -> str:
        return f"{self.staff_id} @ {self.thread_id}"
