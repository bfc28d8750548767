from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.office.doors import office_page
from makegood.office.forms.roster import AbsenceForm
from makegood.office.pages.people import staff_in_sight
from makegood.office.pages.roster import WEEK, branches_in_sight, monday_of, people_of, roster_page, typed_cells
from makegood.panels.lists import number_of
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words
from makegood.people.models import Absence, Branch
from makegood.people.operations import WeekRefused, note_absence, plan_week, withdraw_absence
from makegood.people.permissions import may_plan_shifts, may_see_rosters
from makegood.people.queries import shift_texts


@office_page(may_see_rosters, change=may_plan_shifts)
def roster(request: StaffRequest) -> HttpResponse:
    """A week of a branch; saving writes the days that changed."""
    branch, monday = _asked(request)
    if request.method == "POST":
        return _planned(request, branch, monday)
    copied = shift_texts(branch.pk, monday - WEEK) if request.GET.get("copy") else None
    typed = {(pk, day + WEEK): hours for (pk, day), hours in copied.items()} if copied is not None else None
    return _page(request, branch, monday, typed=typed, copied=copied is not None)


@office_page(may_plan_shifts)
@require_POST
def noting_absence(request: StaffRequest) -> HttpResponse:
    branch, monday = _asked(request)
    form = AbsenceForm(request.POST, people=people_of(branch, monday))
    if form.is_valid():
        try:
            note_absence(**form.cleaned_data, by=request.user.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error(refusal.field, refusal_words(refusal))
        else:
            say(request, _("The absence is noted; whoever covers for them is planned in the week."))
            return redirect(_address(branch, monday))
    return _page(request, branch, monday, absence=form, status=422)


@office_page(may_plan_shifts)
@require_POST
def withdrawing_absence(request: StaffRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence, pk=pk, staff__in=staff_in_sight(request.user))
    withdraw_absence(absence, by=request.user.actor, at=timezone.now())
    say(request, _("They are expected again."))
    branch, monday = _asked(request)
    return redirect(_address(branch, monday))


def _planned(request: StaffRequest, branch: Branch, monday: date) -> HttpResponse:
    typed = typed_cells(people_of(branch, monday), monday, request.POST)
    now, seen = timezone.now(), request.POST.get("seen")
    try:
        changed = plan_week(branch, monday, typed, by=request.user.actor, at=now, seen=seen)
    except WeekRefused as refusal:
        return _page(request, branch, monday, typed=typed, refused=refusal, status=422)
    except SomebodyWasFaster as faster:
        say(request, refusal_words(faster))
        return _page(request, branch, monday, typed=typed, status=409)
    say(request, _("The week is saved.") if changed else _("Nothing had changed."))
    return redirect(_address(branch, monday))


def _page(
    request: StaffRequest, branch: Branch, monday: date, *, absence: AbsenceForm | None = None, copied: bool = False,
    status: int = 200, **shown: Any,
) -> HttpResponse:  # fmt: skip
    page = roster_page(request.user, branch, monday, at=timezone.now(), **shown)
    form = absence or AbsenceForm(people=page["people"], initial={"first": page["today"], "last": page["today"]})
    return render(request, "office/roster.html", page | {"absence": form, "copied": copied}, status=status)


def _asked(request: StaffRequest) -> tuple[Branch, date]:
    """The branch and the Monday in the address; one's own branch, this week. Another's branch is not found."""
    asked = number_of(request.POST.get("branch") or request.GET.get("branch"))
    branches = branches_in_sight(request.user)
    branch = branches.filter(pk=asked).first() if asked is not None else None
    if asked is None:
        branch = branches.filter(pk=request.user.branch_id or 0).first() or branches.first()
    if branch is None:
        raise Http404
    return branch, monday_of(request.POST.get("week") or request.GET.get("week"), branch, timezone.now())


def _address(branch: Branch, monday: date) -> str:
    return f"{reverse('office:roster')}?branch={branch.pk}&week={monday.isoformat()}"
