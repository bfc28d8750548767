from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.triage.models.choices import Category, Feeling, Nature, Source, Urgency


class Screening(models.Model):
    """A person looked: what they decided, and in which fields they overruled the verdict.

    ``before`` holds the item's values as they were, so that undoing gives them back exactly.
    """

    item = models.ForeignKey("triage.TriageItem", on_delete=models.CASCADE, related_name="screenings")
    verdict = models.ForeignKey("triage.Verdict", null=True, on_delete=models.PROTECT, related_name="screenings")
    branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    nature = models.CharField(max_length=10, choices=Nature.choices)
    urgency = models.CharField(max_length=9, choices=Urgency.choices)
    category = models.CharField(max_length=18, choices=Category.choices)
    feeling = models.CharField(max_length=8, choices=Feeling.choices)
    overruled = ArrayField(models.CharField(max_length=10), default=list)
    before = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    screened_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("screening")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(undone_at=None), name="one_standing_screening_an_item"
            )
        ]
        indexes = [models.Index(fields=["screened_at"], condition=models.Q(undone_at=None), name="screening_standing")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.nature}"

    @property
    def is_standing(self) -> bool:
        return self.undone_at is None
