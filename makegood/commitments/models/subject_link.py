from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SubjectLink(models.Model):
    """What was heard of the source up to `at` is told on in its heir's history.

    After a merge the source owes nothing itself; after a split both owe what was open. `swapped` names the
    commitments whose clocks changed places, because the source's had started first.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("Merged into another")
        SPLIT = "split", _("Split off")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    subject_kind = models.CharField(max_length=40)
    heir_id = models.BigIntegerField()
    source_id = models.BigIntegerField()
    at = models.DateTimeField()
    swapped = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link between subjects")
        constraints = [
            models.CheckConstraint(name="link_joins_two", condition=~Q(heir_id=F("source_id"))),
            models.UniqueConstraint(
                fields=["subject_kind", "source_id"],
                condition=Q(kind="merge", undone_at__isnull=True),
                name="merged_into_one",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "heir_id"],
                condition=Q(kind="split", undone_at__isnull=True),
                name="split_from_one",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "heir_id"], condition=Q(undone_at__isnull=True), name="link_by_heir"),
            models.Index(
                fields=["subject_kind", "source_id"], condition=Q(undone_at__isnull=True), name="link_by_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.source_id} → {self.heir_id}"
