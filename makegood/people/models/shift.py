from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ShiftQuerySet(models.QuerySet["Shift"]):
    def covering(self, at: datetime) -> ShiftQuerySet:
        """Shifts that run at an instant."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Shift(models.Model):
    """Somebody is planned to work at a branch: one stretch of a day. ``on`` is the branch's date it begins on."""

    branch = models.ForeignKey("people.Branch", on_delete=models.PROTECT, related_name="shifts")
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="shifts")
    on = models.DateField(_("day"))
    hours = models.CharField(_("hours"), max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "starts_at"], name="shift_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_takes_time"),
        ]
        indexes = [
            models.Index(fields=["branch", "starts_at", "ends_at"], name="shift_by_branch"),
            models.Index(fields=["staff", "on"], name="shift_by_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.on} {self.hours}"


class Absence(models.Model):
    """Days on which somebody does not come, whatever the plan says: [first, until)."""

    class Reason(models.TextChoices):
        LEAVE = "leave", _("Leave")
        SICK = "sick", _("Ill")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other")

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="absences")
    first = models.DateField(_("first day"))
    until = models.DateField()
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, default=Reason.LEAVE)
    noted_at = models.DateTimeField()
    noted_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("absence")
        ordering = ["first", "pk"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("first")), name="absence_takes_days")]
        indexes = [models.Index(fields=["staff", "until"], name="absence_by_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.first}–{self.until}"

    @property
    def last(self) -> date:
        """The last day away."""
        return self.until - timedelta(days=1)
