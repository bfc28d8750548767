from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.intake.models import Feedback
from makegood.triage.models.choices import Category, Feeling, Flag, Nature, Source, Urgency


class ItemState(models.TextChoices):
    WAITING = "waiting", _("Waiting for screening")
    SCREENED = "screened", _("Screened")


class TriageItemQuerySet(models.QuerySet["TriageItem"]):
    def in_branches(self, branch_ids: frozenset[int] | None) -> TriageItemQuerySet:
        return self if branch_ids is None else self.filter(branch_id__in=branch_ids)

    def not_about(self, staff_id: int | None) -> TriageItemQuerySet:
        """Without the complaints about this person; a subquery, so that the inbox stays one index scan."""
        if staff_id is None:
            return self
        return self.exclude(feedback__in=Feedback.objects.filter(accused_id=staff_id).values("pk"))

    def waiting(self) -> TriageItemQuerySet:
        return self.filter(state=ItemState.WAITING)


class TriageItem(models.Model):
    """One feedback on its way through screening. Its values are the engine's until a person has decided.

    ``confidence`` is the engine's for the nature; ``unsure`` names the fields it would rather have a person
    decide. Channel, branch, moments and mode are the feedback's, kept here so that the inbox is one index scan.
    """

    feedback = models.OneToOneField("intake.Feedback", on_delete=models.PROTECT, related_name="triage_item")
    channel = models.ForeignKey("intake.Channel", on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("people.Department", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ItemState.choices, default=ItemState.WAITING)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices)
    urgency = models.CharField(_("urgency"), max_length=9, choices=Urgency.choices)
    category = models.CharField(_("category"), max_length=18, choices=Category.choices)
    feeling = models.CharField(_("feeling"), max_length=8, choices=Feeling.choices)
    sentiment = models.FloatField()
    confidence = models.FloatField()
    unsure = ArrayField(models.CharField(max_length=10), default=list)
    flags = ArrayField(models.CharField(max_length=10, choices=Flag.choices), default=list)
    aspects = ArrayField(models.CharField(max_length=20), default=list)
    priority = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField()
    occurred_at = models.DateTimeField()
    screening_due_at = models.DateTimeField(null=True)
    classified_at = models.DateTimeField()
    screened_at = models.DateTimeField(null=True)
    screened_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10)

    objects = TriageItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening item")
        indexes = [
            models.Index(
                fields=["priority", "-received_at", "-id"],
                condition=models.Q(state="waiting"),
                name="triage_inbox",
            ),
            models.Index(
                fields=["branch", "priority", "-received_at", "-id"],
                condition=models.Q(state="waiting"),
                name="triage_branch_inbox",
            ),
            models.Index(
                fields=["occurred_at"],
                include=["nature", "channel", "branch", "feedback"],
                name="triage_by_occurrence",
            ),
            models.Index(fields=["-screened_at"], condition=models.Q(state="screened"), name="triage_screened"),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} · {self.get_urgency_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ItemState.WAITING

    def is_overdue(self, at: datetime) -> bool:
        return self.is_waiting and self.screening_due_at is not None and self.screening_due_at <= at
