from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.commitments.models import CalendarVersion
from makegood.commitments.operations import define_calendar, extend_calendar
from makegood.commitments.permissions import may_draft, may_see_commitments
from makegood.kit.errors import Invalid
from makegood.office.doors import office_page
from makegood.office.forms.calendars import CalendarForm, initial_of
from makegood.office.pages.calendars import calendar_called, calendars_page, year_of
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
    calendar = calendar_called(pk) if pk else None
    if pk and calendar is None:
        raise Http404
    versions = list(calendar.versions.all()) if calendar else []
    form = CalendarForm(request.POST or None, initial=initial_of(versions[0]) if versions else None)
    if request.method == "POST" and form.is_valid() and _defined(request, form):
        return redirect("office:calendars")
    context = {"form": form, "calendar": calendar, "versions": versions, "may_draft": may_draft(request.user)}
    return render(request, "office/calendar.html", context | _year(request, form), status=422 if form.errors else 200)


def _defined(request: StaffRequest, form: CalendarForm) -> bool:
    data = form.cleaned_data
    about = {name: data[name] for name in ("code", "name", "ends_at_closing")}
    try:
        define_calendar(**about, **form.definition, by=request.user.actor, at=timezone.now())
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal_words(refusal))
        return False
    say(request, _("The calendar is saved. New promises may count by it; running clocks keep theirs."))
    return True


@office_page(may_see_commitments, change=may_see_commitments)
@require_POST
def previewing(request: StaffRequest) -> HttpResponse:
    form = CalendarForm(request.POST)
    form.is_valid()
    return render(request, "office/year.html", _year(request, form))


def _year(request: StaffRequest, form: CalendarForm) -> dict[str, object]:
    """The year asked for as the form has it now; what is wrong instead, where it makes no calendar."""
    asked = number_of(request.POST.get("year") or request.GET.get("year"))
    year = asked if asked is not None and asked in YEARS else timezone.localdate().year
    source = form if form.is_bound else CalendarForm({**{n: f.initial for n, f in form.fields.items()}, **form.initial})
    try:
        return year_of(source.definition, year) if source.is_valid() else {"year": year, "wrong": source.errors}
    except Invalid as refusal:
        return {"year": year, "refused": refusal_words(refusal)}


@office_page(may_draft)
@require_POST
def extending(request: StaffRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(CalendarVersion.objects.select_related("calendar"), pk=pk)
    extend_calendar(version, by=request.user.actor, at=timezone.now())
    say(request, _("The newly announced days are in; due dates beyond them were computed again."))
    return redirect("office:calendar", version.calendar_id)
