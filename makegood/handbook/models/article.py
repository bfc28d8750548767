from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleKind(models.TextChoices):
    GUIDE = "guide", _("Guide")
    SCRIPT = "script", _("Script")
    TEMPLATE = "template", _("Reply template")
    CAUSE = "cause", _("Cause")
    KNOWLEDGE = "knowledge", _("Knowledge")


class Article(models.Model):
    """One entry of the handbook, in as many languages as it has versions."""

    kind = models.CharField(max_length=10, choices=ArticleKind.choices)
    step = models.CharField(max_length=20, blank=True)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("article")
        indexes = [models.Index(fields=["step", "kind", "position"], name="article_of_step")]

    def __str__(self) -> str:
        return self.slug
