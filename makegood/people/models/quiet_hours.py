from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

QUIET_FROM, QUIET_UNTIL = time(22), time(8)


class QuietHours(models.Model):
    """The hours of the day in which nobody is called who has not said otherwise. The newest row is in force.

    Read in the time zone of the branch that somebody works at; equal ends mean that there are none.
    """

    quiet_from = models.TimeField(_("quiet from"))
    quiet_until = models.TimeField(_("quiet until"))
    set_at = models.DateTimeField()
    set_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("quiet hours of the house")

    def __str__(self) -> str:
        return f"{self.quiet_from:%H:%M}–{self.quiet_until:%H:%M}"

    @classmethod
    def in_force(cls) -> tuple[time, time]:
        """From when until when the house calls nobody; 22:00 to 8:00 until somebody says otherwise."""
        return cls.objects.order_by("-pk").values_list("quiet_from", "quiet_until").first() or (QUIET_FROM, QUIET_UNTIL)
