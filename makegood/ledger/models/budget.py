from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class BudgetQuerySet(models.QuerySet["Budget"]):
    def in_branches(self, branch_ids: frozenset[int] | None) -> BudgetQuerySet:
        return self if branch_ids is None else self.filter(branch_id__in=branch_ids)

    def in_force(self, on: date) -> BudgetQuerySet:
        return self.filter(starts_on__lte=on).filter(models.Q(ends_on__gt=on) | models.Q(ends_on=None))


class Budget(models.Model):
    """What a branch may give of one unit for one purpose in [starts_on, ends_on); open-ended without an end."""

    class Limit(models.TextChoices):
        HARD = "hard", _("Hard: nothing is promised beyond it")
        SOFT = "soft", _("Soft: may be overdrawn, with a warning")

    branch = models.ForeignKey("people.Branch", on_delete=models.PROTECT, related_name="budgets")
    kind = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    limit = models.CharField(max_length=4, choices=Limit.choices, default=Limit.HARD)
    warn_below_percent = models.PositiveSmallIntegerField(default=20)
    available = models.OneToOneField("ledger.Account", on_delete=models.PROTECT, related_name="+")
    reserved = models.OneToOneField("ledger.Account", on_delete=models.PROTECT, related_name="+")
    spent = models.OneToOneField("ledger.Account", on_delete=models.PROTECT, related_name="+")

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget")
        ordering = ["-starts_on", "branch_id", "kind", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "kind", "unit", "starts_on"], name="budget_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")), name="budget_has_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit} {self.starts_on}"

    @property
    def is_hard(self) -> bool:
        return self.limit == self.Limit.HARD


class Checkpoint(models.Model):
    """The sums of a budget up to and including one transfer, so that a reservation need not add up from the start."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="checkpoints")
    through = models.ForeignKey("ledger.Transfer", on_delete=models.PROTECT, related_name="+")
    available = models.BigIntegerField()
    reserved = models.BigIntegerField()
    spent = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("checkpoint")
        constraints = [models.UniqueConstraint(fields=["budget", "through"], name="checkpoint_once")]

    def __str__(self) -> str:
        return f"#{self.budget_id} → #{self.through_id}"
