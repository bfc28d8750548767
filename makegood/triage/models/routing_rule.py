from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.triage.models.choices import Category, Nature, Urgency


class RoutingRule(models.Model):
    """What fits goes to the department; an empty condition fits everything. A retired rule is kept."""

    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey("people.Branch", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, blank=True)
    category = models.CharField(_("category"), max_length=18, choices=Category.choices, blank=True)
    urgency = models.CharField(_("urgency"), max_length=9, choices=Urgency.choices, blank=True)
    aspect = models.CharField(_("aspect"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("routing rule")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        named = [self.nature, self.category, self.urgency, self.aspect]
        return f"{' '.join(filter(None, named)) or '*'} → {self.department_id}"
