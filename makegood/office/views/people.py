from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.office.doors import office_page
from makegood.office.forms.people import HireForm, PlacementForm
from makegood.office.pages.people import people_page, staff_in_sight
from makegood.panels.web import StaffRequest, say
from makegood.people.operations import hire, transfer
from makegood.people.permissions import may_issue_tokens


@office_page()
def people(request: StaffRequest) -> HttpResponse:
    return render(request, "office/people.html", people_page(request))


@office_page(may_issue_tokens)
def hiring(request: StaffRequest) -> HttpResponse:
    form = HireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hire(**form.cleaned_data, by=request.user.actor, at=timezone.now())
        say(request, _("%(name)s can sign in now.") % {"name": form.cleaned_data["name"]})
        return redirect("office:people")
    return render(request, "office/hiring.html", {"form": form}, status=422 if form.errors else 200)


@office_page(may_issue_tokens)
def placement(request: StaffRequest, pk: int) -> HttpResponse:
    staff = get_object_or_404(staff_in_sight(request.user), pk=pk)
    now = {"role": staff.role, "branch": staff.branch_id, "department": staff.department_id}
    form = PlacementForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        transfer(staff, **form.cleaned_data, by=request.user.actor, at=timezone.now())
        say(request, _("%(name)s has a new place.") % {"name": staff.name})
        return redirect("office:people")
    context = {"form": form, "colleague": staff}
    return render(request, "office/placement.html", context, status=422 if form.errors else 200)
