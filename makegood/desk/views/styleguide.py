from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from makegood.desk.samples import everything
from makegood.panels.web import StaffRequest, staff_page


@staff_page
def styleguide(request: StaffRequest) -> HttpResponse:
    return render(request, "desk/styleguide.html", everything(timezone.now()))
