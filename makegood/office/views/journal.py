from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.journal.operations.replay import replay
from makegood.journal.queries import parked
from makegood.office.doors import office_page
from makegood.office.pages.journal import journal_page, outbox_page
from makegood.panels.web import StaffRequest, say
from makegood.people.permissions import may_run_the_office


@office_page()
def journal(request: StaffRequest) -> HttpResponse:
    return render(request, "office/journal.html", journal_page(request))


@office_page()
def outbox(request: StaffRequest) -> HttpResponse:
    may_change = may_run_the_office(request.user)
    return render(request, "office/outbox.html", {**outbox_page(request), "may_change": may_change})


@office_page(may_run_the_office)
@require_POST
def replaying(request: StaffRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(parked(), pk=pk)
    replay(row, by=request.user.actor, at=timezone.now())
    say(request, _("It will be tried again within a minute."))
    return redirect("office:outbox")
