from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HandOff(models.Model):
    """Responsibility asked of another department. Until somebody there accepts, the owner stays who it was."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting to be accepted")
        ACCEPTED = "accepted", pgettext_lazy("hand-off", "Accepted")
        DECLINED = "declined", pgettext_lazy("hand-off", "Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="hand_offs")
    to_department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    to_branch = models.ForeignKey("people.Branch", null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    answered_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("hand-off")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="one_open_hand_off"),
        ]
        indexes = [
            models.Index(fields=["to_department", "asked_at"], condition=Q(state="asked"), name="hand_off_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_department_id}"
