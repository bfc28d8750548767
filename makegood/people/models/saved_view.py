from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list as one person likes to see it: the filters, columns and order of its address, under a name."""

    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved view")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["staff", "page", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
