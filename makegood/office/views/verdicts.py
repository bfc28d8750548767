from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.commitments.permissions import may_see_commitments
from makegood.office.doors import office_page
from makegood.office.filters import filters_of
from makegood.office.pages.verdicts import asked_verdicts, verdict_cells, verdict_headings, verdicts_page
from makegood.panels.exports import export
from makegood.panels.web import StaffRequest


@office_page(may_see_commitments)
def verdicts(request: StaffRequest) -> HttpResponse:
    return render(request, "office/verdicts.html", verdicts_page(request, at=timezone.now()))


@office_page(may_see_commitments)
def verdicts_export(request: StaffRequest, kind: str) -> HttpResponseBase:
    rows = asked_verdicts(request, filters_of(request, request.user, at=timezone.now()))
    return export(kind, _("Promises kept and broken"), verdict_headings(), verdict_cells(rows))
