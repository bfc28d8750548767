from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import EncryptedTextField


class Draft(models.Model):
    """What one person is still writing to one thread; saved as they type."""

    thread = models.ForeignKey("conversations.Thread", on_delete=models.CASCADE, related_name="drafts")
    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, default="reply")
    body = EncryptedTextField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft")
        constraints = [models.UniqueConstraint(fields=["thread", "staff"], name="draft_one_each")]

    def __str__(self) -> str:
        return f"{self.staff_id} → {self.thread_id}"
