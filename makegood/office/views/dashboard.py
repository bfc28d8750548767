from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from makegood.office.doors import office_page
from makegood.office.pages.dashboard import dashboard_page
from makegood.office.pages.rows import asked_rows, rows_page, sheet_called
from makegood.panels.exports import export
from makegood.panels.web import StaffRequest


@office_page()
def home(request: StaffRequest) -> HttpResponse:
    return render(request, "office/dashboard.html", dashboard_page(request, at=timezone.now()))


@office_page()
def rows(request: StaffRequest, rows: str) -> HttpResponse:
    """The rows behind one number of the dashboard."""
    return render(request, "office/rows.html", rows_page(request, rows, at=timezone.now()))


@office_page()
def rows_export(request: StaffRequest, rows: str, kind: str) -> HttpResponseBase:
    sheet = sheet_called(rows, request.user)
    found = asked_rows(request, rows, at=timezone.now())
    cells = (sheet.cells(row) for row in found.iterator(chunk_size=2000))
    return export(kind, str(sheet.title), [str(words) for words in sheet.headings], cells)
