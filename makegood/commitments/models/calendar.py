from __future__ import annotations

from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.commitments.rules.calendar_text import calendar_from
from makegood.engines.calendar import Calendar
from makegood.kit.flat import canonical_json


class BusinessCalendar(models.Model):
    """When somebody is at work, by a name the offices know."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("working calendar")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """One state of a calendar. It never changes, save that newly announced years are added to it.

    `week` holds seven texts from Monday ("09:00-12:00, 13:30-18:00", "" rests); `statutory` and
    `corrections` hold such texts by ISO date, and a correction beats the announcement; `names` says what
    corrected dates are called and changes no time.
    """

    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Shanghai")
    week = models.JSONField(_("week"))
    holidays = models.CharField(_("statutory holidays"), max_length=8, blank=True)
    statutory = models.JSONField(default=dict, blank=True)
    corrections = models.JSONField(_("corrections"), default=dict, blank=True)
    names = models.JSONField(_("names of corrected days"), default=dict, blank=True)
    known_until = models.DateField(_("holidays known until"), null=True, blank=True)
    ends_at_closing = models.BooleanField(_("a working day ends at closing time"), default=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("calendar version")
        ordering = ["calendar", "-number"]
        constraints = [models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"{self.calendar_id}/{self.number}"

    def value(self) -> Calendar:
        """The calendar itself; equal versions share one, so that it is unrolled once a process."""
        found = _shared.get(self.fingerprint)
        if found is None:
            found = _shared[self.fingerprint] = calendar_from(
                time_zone=self.time_zone,
                week=self.week,
                days=self.days(),
                known_until=self.known_until,
                ends_at_closing=self.ends_at_closing,
            )
        return found

    def days(self) -> dict[str, str]:
        """The dates that differ from the week: what was announced, corrected by hand."""
        return {**self.statutory, **self.corrections}

    def content_digest(self) -> str:
        """What `fingerprint` must be for this content."""
        content = [self.time_zone, self.week, self.days(), str(self.known_until), self.ends_at_closing]
        return sha256(canonical_json(content).encode()).hexdigest()


_shared: dict[str, Calendar] = {}
