from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.commitments.models import BusinessCalendar, CalendarVersion
from makegood.commitments.operations import (
    DaysRead,
    define_calendar,
    extend_calendar,
    merged_days,
    read_holiday_file,
)
from makegood.commitments.permissions import may_draft, may_see_commitments
from makegood.kit.errors import Invalid
from makegood.office.doors import office_page
from makegood.office.forms.calendars import CalendarForm, HolidayFileForm, initial_of
from makegood.office.pages.calendars import calendar_called, calendars_page, from_roster, newest_version, year_of
from makegood.panels.lists import number_of
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words

YEARS = range(2000, 2101)


@office_page(may_see_commitments)
def calendars(request: StaffRequest) -> HttpResponse:
    return render(request, "office/calendars.html", calendars_page(request))


@office_page(may_see_commitments, change=may_draft)
def defining(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """The editor of a calendar; saving makes the next version, and promises keep the one they name."""
    calendar = _calendar(pk)
    newest = calendar.versions.first() if calendar else None
    initial = (initial_of(newest) if newest else {}) | from_roster(request.user, request.GET)
    form = CalendarForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _defined(request, form):
        return redirect("office:calendars")
    return _editor(request, form, calendar, status=422 if form.errors else 200)


@office_page(may_draft)
@require_POST
def filing(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """A holiday file is read into the editor, row by row; nothing is saved before the person has seen it."""
    form, file = CalendarForm(request.POST), HolidayFileForm(request.POST, request.FILES)
    form.is_valid()
    more = _read(request, form, file) if file.is_valid() else None
    if more is not None:
        text = merged_days(request.POST.get("corrections", ""), more, week=form.week)
        form = CalendarForm({**request.POST.dict(), "corrections": text})
    told = {"read": more, "file": file, "refused_rows": [(row, refusal_words(why)) for row, why in _refused(more)]}
    return _editor(request, form, _calendar(pk), told, status=422 if file.errors else 200)


@office_page(may_see_commitments, change=may_see_commitments)
@require_POST
def previewing(request: StaffRequest) -> HttpResponse:
    form = CalendarForm(request.POST)
    form.is_valid()
    return render(request, "office/year.html", _year(request, form))


@office_page(may_draft)
@require_POST
def extending(request: StaffRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(CalendarVersion.objects.select_related("calendar"), pk=pk)
    extend_calendar(version, by=request.user.actor, at=timezone.now())
    say(request, _("The newly announced days are in; due dates beyond them were computed again."))
    return redirect("office:calendar", version.calendar_id)


def _calendar(pk: int | None) -> BusinessCalendar | None:
    calendar = calendar_called(pk) if pk else None
    if pk and calendar is None:
        raise Http404
    return calendar


def _editor(
    request: StaffRequest, form: CalendarForm, calendar: BusinessCalendar | None, more: dict[str, Any] | None = None,
    *, status: int,
) -> HttpResponse:  # fmt: skip
    versions = list(calendar.versions.all()) if calendar else []
    context: dict[str, Any] = {"form": form, "calendar": calendar, "versions": versions}
    context |= {"may_draft": may_draft(request.user), "file": HolidayFileForm()} | (more or {})
    return render(request, "office/calendar.html", context | _year(request, form), status=status)


def _read(request: StaffRequest, form: CalendarForm, file: HolidayFileForm) -> DaysRead | None:
    try:
        return read_holiday_file(file.cleaned_data["file"], year=_asked_year(request), week=form.week)
    except Invalid as refusal:
        file.add_error("file", refusal_words(refusal))
        return None


def _refused(read: DaysRead | None) -> list[tuple[str, Invalid]]:
    return read.refused if read else []


def _defined(request: StaffRequest, form: CalendarForm) -> bool:
    data = form.cleaned_data
    about = {name: data[name] for name in ("code", "name", "ends_at_closing", "names")}
    try:
        define_calendar(**about, **form.definition, by=request.user.actor, at=timezone.now())
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal_words(refusal))
        return False
    say(request, _("The calendar is saved. New promises may count by it; running clocks keep theirs."))
    return True


def _asked_year(request: StaffRequest) -> int:
    asked = number_of(request.POST.get("year") or request.GET.get("year"))
    return asked if asked is not None and asked in YEARS else timezone.localdate().year


def _year(request: StaffRequest, form: CalendarForm) -> dict[str, Any]:
    """The year asked for as the form has it now; what is wrong instead, where it makes no calendar."""
    year = _asked_year(request)
    source = form if form.is_bound else CalendarForm({**{n: f.initial for n, f in form.fields.items()}, **form.initial})
    if not source.is_valid():
        return {"year": year, "wrong": source.errors}
    data = source.cleaned_data
    try:
        in_use = newest_version(data["code"])
        return year_of(source.definition, year, at=timezone.now(), names=data["names"], in_use=in_use)
    except Invalid as refusal:
        return {"year": year, "refused": refusal_words(refusal)}
