from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import EncryptedTextField

LOW = 2
SATISFIED = 4


class Rating(models.Model):
    """The customer's answer to the one question after closing; ``round`` counts closings."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField(default=1)
    score = models.PositiveSmallIntegerField(_("score"))
    comment = EncryptedTextField(null=True)
    comment_masked = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("rating")
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_rating_a_closing"),
            models.CheckConstraint(name="score_is_1_to_5", condition=Q(score__gte=1, score__lte=5)),
        ]
        indexes = [models.Index(fields=["at"], include=["score", "case"], name="rating_by_date")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.score}"

    @property
    def is_low(self) -> bool:
        return self.score <= LOW
