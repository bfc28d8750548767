from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.notices.wording import sentence


class Notice(models.Model):
    """One line at a person's bell. ``kind`` and ``params`` become a sentence in the reader's language."""

    staff = models.ForeignKey("people.Staff", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    email_due_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["staff", "-at"], name="notice_newest"),
            models.Index(fields=["staff"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["email_due_at"], condition=models.Q(emailed_at=None, email_due_at__isnull=False),
                name="notice_email_due",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return sentence(self.kind, self.params)


class Preference(models.Model):
    """Whether a person wants notices by e-mail too, and the hours of the day in which none is sent."""

    staff = models.OneToOneField("people.Staff", on_delete=models.CASCADE, related_name="notice_preference")
    by_email = models.BooleanField(_("also by e-mail"), default=False)
    quiet_from = models.TimeField(_("quiet from"), default=time(22, 0))
    quiet_until = models.TimeField(_("quiet until"), default=time(8, 0))

    class Meta:
        verbose_name = _("notice preference")

    def __str__(self) -> str:
        return str(self.staff_id)
