from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class HeardSignal(models.Model):
    """Something that happened to a subject, heard once however often it was told.

    Kept whether or not a promise listens to it today: a promise published tomorrow can be measured on it. A judgement
    holds from `at` on and was made at `judged_at`; several of one name and date stand beside each other.
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    heard_at = models.DateTimeField()
    is_history = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("heard signal")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "name", "at", "judged_at"],
                nulls_distinct=False,
                name="signal_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_kind} {self.subject_id}"
