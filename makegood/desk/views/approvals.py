"""What waits for somebody's yes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.approvals.models import ApprovalRequest
from makegood.approvals.operations import agree, refuse
from makegood.approvals.permissions import visible_to
from makegood.approvals.queries import own_limit, waiting_for
from makegood.desk.presenters.extension import more_time_asked
from makegood.kit.money import Money
from makegood.ledger.queries import written
from makegood.panels.web import StaffRequest, say, staff_page
from makegood.recovery.models import Offer
from makegood.recovery.permissions import without_own_matters


@staff_page
def approvals(request: StaffRequest) -> HttpResponse:
    asked = list(without_own_matters(waiting_for(request.user), request.user)[:100])
    about = [row.subject_id for row in asked if row.subject_kind == "offer"]
    offers = {offer.pk: offer for offer in Offer.objects.filter(pk__in=about).with_details()}
    more_time = more_time_asked(asked)
    rows = [
        (row, written(row.amount), offers.get(row.subject_id) if row.kind == "remedy" else None, more_time.get(row.pk))
        for row in asked
    ]
    limit = own_limit(request.user, "remedy")
    context = {"rows": rows, "limit": None if limit is None else written(Money(limit, "CNY"))}
    return render(request, "desk/approvals.html", context)


@require_POST
@staff_page
def agree_to(request: StaffRequest, pk: int) -> HttpResponse:
    asked = agree(_request(request, pk), by=request.user, at=timezone.now())
    say(
        request,
        _("Agreed. The promise is due later now.")
        if asked.kind == "extension"
        else _("Agreed. The offer goes to the customer."),
    )
    return redirect("desk:approvals")


@require_POST
@staff_page
def refuse_it(request: StaffRequest, pk: int) -> HttpResponse:
    refuse(_request(request, pk), by=request.user, at=timezone.now(), answer=request.POST.get("answer", ""))
    say(request, _("Refused. The asker sees your reason."))
    return redirect("desk:approvals")


def _request(request: StaffRequest, pk: int) -> ApprovalRequest:
    return get_object_or_404(without_own_matters(visible_to(request.user), request.user), pk=pk)
