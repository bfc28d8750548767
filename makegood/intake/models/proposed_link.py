from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    REPEATED = "repeated_text", _("Sent twice by the same customer")
    SAME_TEXT = "same_text", _("Same words")


class LinkState(models.TextChoices):
    PROPOSED = "proposed", _("To be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


class ProposedLink(models.Model):
    """Two items that say the same. A person confirms or rejects it; the items stay two either way."""

    earlier = models.ForeignKey("intake.Feedback", on_delete=models.CASCADE, related_name="later_links")
    later = models.ForeignKey("intake.Feedback", on_delete=models.CASCADE, related_name="earlier_links")
    kind = models.CharField(max_length=16, choices=LinkKind.choices)
    state = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proposed link")
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.earlier_id} ~ {self.later_id}"
