from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from makegood.office.doors import office_page, sees_every_branch
from makegood.office.pages.balance import balance_page
from makegood.office.pages.screening import screening_page
from makegood.panels.web import StaffRequest


@office_page(sees_every_branch)
def intake(request: StaffRequest) -> HttpResponse:
    return render(request, "office/intake.html", balance_page(request, at=timezone.now()))


@office_page()
def screening(request: StaffRequest) -> HttpResponse:
    return render(request, "office/screening.html", screening_page(request, at=timezone.now()))
