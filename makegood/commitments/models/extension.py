from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.commitments.models.clock import Clock


class ExtensionRequest(models.Model):
    """May this promise take its next step of more time? `reason` is the house's, `told` what the customer reads.

    Agreed, it counts from `asked_at`. `due_before` and `due_after` say what it came to; the latter is empty where the
    clock was over when the answer came, or nothing became of it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a decision")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="extension_requests")
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    tells = models.BooleanField(default=True)
    reason = models.CharField(max_length=300)
    told = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request for more time")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "step"], condition=Q(state__in=["asked", "agreed"]), name="extension_step_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_id}+{self.step} {self.state}"
