from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.kit.actor import Actor, ActorKind


class CaseMove(models.Model):
    """One change of a case: who, when, from what to what, and why. The reason's words live here, not in the journal."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=24)
    old_status = models.CharField(max_length=14, blank=True)
    new_status = models.CharField(max_length=14)
    detail = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    by_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ActorKind])
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("case move")
        indexes = [models.Index(fields=["case", "at", "id"], name="case_move_in_order")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.verb}"

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind(self.by_kind), self.by_id)
