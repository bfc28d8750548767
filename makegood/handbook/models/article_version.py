from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleVersion(models.Model):
    """The text of an article in one language; the highest number is in force."""

    article = models.ForeignKey("handbook.Article", on_delete=models.PROTECT, related_name="versions")
    locale = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("article version")
        constraints = [models.UniqueConstraint(fields=["article", "locale", "number"], name="article_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.locale} v{self.number})"
