"""My work: what is due, what broke, what waits for me."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from makegood.desk.presenters import home as show
from makegood.desk.presenters.palette import groups_for
from makegood.panels.web import StaffRequest, staff_page


@staff_page
def home(request: StaffRequest) -> HttpResponse:
    return render(request, "desk/home.html", show.frame(request.user, at=timezone.now()))


@staff_page
def counts(request: StaffRequest) -> HttpResponse:
    """The numbers beside the menu, asked once a minute."""
    return JsonResponse(show.counts(request.user, at=timezone.now()))


@staff_page
def palette(request: StaffRequest) -> HttpResponse:
    return JsonResponse({"groups": groups_for(request.user, request.GET.get("q", ""))})
