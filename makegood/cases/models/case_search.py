from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseSearch(models.Model):
    """What a case is found by: its masked text and the pairs of characters in it. A row of its own, so that
    moving a case does not rewrite the index."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, primary_key=True, related_name="search")
    text = models.TextField()
    grams = ArrayField(models.TextField(), default=list)

    class Meta:
        verbose_name = _("search terms of a case")
        indexes = [GinIndex(fields=["grams"], name="case_search_grams")]

    def __str__(self) -> str:
        return f"#{self.case_id}"
