from __future__ import annotations

from datetime import datetime, time, tzinfo
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.notices.wording import sentence


class NoticeQuerySet(models.QuerySet["Notice"]):
    def rung(self, at: datetime) -> NoticeQuerySet:
        """Those whose bell has rung: what quiet hours hold back is not there yet."""
        return self.filter(rings_at__lte=at)


class Notice(models.Model):
    """One line at a person's bell. ``kind`` and ``params`` become a sentence in the reader's language.

    ``at`` is when it was told, ``rings_at`` when the bell rings: later where quiet hours hold it back. Told again
    under the same ``key``, it rings nobody twice.
    """

    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    rings_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    email_due_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        ordering = ["-rings_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["staff", "key"], condition=~Q(key=""), name="notice_key_once")]
        indexes = [
            models.Index(fields=["staff", "-rings_at", "-id"], name="notice_by_ring"),
            models.Index(fields=["staff", "rings_at"], condition=Q(read_at=None), name="notice_waiting"),
            models.Index(
                fields=["email_due_at"], condition=Q(emailed_at=None, email_due_at__isnull=False),
                name="notice_email_due",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """In the active language; ``staff__branch`` should have been selected with it."""
        return sentence(self.kind, self.params, zone=zone_of(self.staff.branch) if self.params.get("due_at") else None)


def zone_of(branch: models.Model | None) -> tzinfo:
    """The time zone that somebody of this branch lives by."""
    name = getattr(branch, "time_zone", "")
    return ZoneInfo(name) if name else timezone.get_default_timezone()


class Preference(models.Model):
    """Whether a person wants notices by e-mail too, and the hours of the day in which they are not called."""

    staff = models.OneToOneField("people.Staff", on_delete=models.CASCADE, related_name="notice_preference")
    by_email = models.BooleanField(_("also by e-mail"), default=False)
    quiet_from = models.TimeField(_("quiet from"), default=time(22, 0))
    quiet_until = models.TimeField(_("quiet until"), default=time(8, 0))

    class Meta:
        verbose_name = _("notice preference")

    def __str__(self) -> str:
        return str(self.staff_id)
