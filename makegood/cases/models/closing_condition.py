from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClosingCondition(models.Model):
    """Something that must be true before the case may close. N5"""

    class Code(models.TextChoices):
        CUSTOMER_TOLD = "customer_told", _("The customer was told the result")
        DECISION_MADE = "decision_made", _("A decision was made")
        REMEDY_PERFORMED = "remedy_performed", _("The promised remedy was delivered")
        HAND_OFF_SETTLED = "hand_off_settled", _("No hand-off is waiting")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="conditions")
    code = models.CharField(max_length=30)
    required_at = models.DateTimeField()
    satisfied_at = models.DateTimeField(null=True)
    satisfied_by_kind = models.CharField(max_length=10, blank=True)
    satisfied_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("closing condition")
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="condition_once_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.code}"

    @property
    def label(self) -> str:
        return str(dict(self.Code.choices).get(self.code, self.code))
