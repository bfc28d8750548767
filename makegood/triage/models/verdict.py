from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.triage.models.choices import Category, Feeling, Nature, Source, Urgency


class Verdict(models.Model):
    """What one version of one engine decided about an item. It never changes; a newer one stands beside it.

    ``confidence``: field → 0 to 1. ``evidence``: field (or ``aspect:<code>``, ``flag:<code>``) → list of
    ``[part, start, end, why]`` where part is ``subject`` or ``text`` of the feedback and the span is half-open.
    """

    item = models.ForeignKey("triage.TriageItem", on_delete=models.CASCADE, related_name="verdicts")
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    source = models.CharField(max_length=10, choices=Source.choices)
    nature = models.CharField(max_length=10, choices=Nature.choices)
    urgency = models.CharField(max_length=9, choices=Urgency.choices)
    category = models.CharField(max_length=18, choices=Category.choices)
    feeling = models.CharField(max_length=8, choices=Feeling.choices)
    sentiment = models.FloatField()
    confidence = models.JSONField()
    evidence = models.JSONField()
    aspects = models.JSONField(default=dict)
    flags = ArrayField(models.CharField(max_length=10), default=list)
    unsure = ArrayField(models.CharField(max_length=10), default=list)
    language = models.CharField(max_length=8)
    judged_at = models.DateTimeField()

    class Meta:
        verbose_name = _("verdict")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "engine", "version"], name="one_verdict_an_engine_version")
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.version}: {self.nature}"
