"""What is to be paid or handed over. A second click, a repeat or a crash never pays twice."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.desk.forms.offer import PayForm, SettleForm
from makegood.kit.errors import Invalid, NotAllowed
from makegood.ledger.queries import written
from makegood.panels.presenters import Tab
from makegood.panels.web import StaffRequest, say, staff_page
from makegood.people.permissions import branch_ids_of
from makegood.recovery.models import Fulfilment
from makegood.recovery.operations import confirm_payout, mark_unknown, settle_unknown
from makegood.recovery.permissions import may_hand_over, visible_to
from makegood.recovery.queries import waiting_payouts


@staff_page
def payouts(request: StaffRequest) -> HttpResponse:
    goods = request.GET.get("kind") == "goods"
    waiting = waiting_payouts(branch_ids_of(request.user), kind=None if goods else "payout", viewer=request.user)
    if goods:
        waiting = waiting.exclude(option__remedy__fulfilment="payout")
    rows = [(row, _amount(row), may_hand_over(request.user, row)) for row in waiting[:200]]
    tabs = [Tab(_("Payments"), "?", not goods), Tab(_("Goods and services"), "?kind=goods", goods)]
    return render(request, "desk/payouts.html", {"rows": rows, "tabs": tabs, "goods": goods})


def _amount(row: Fulfilment) -> str:
    row.option.offer = row.offer
    return written(row.option.money) if row.option.amount else ""


@require_POST
@staff_page
def pay(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the payment under its reference; the same reference again is the same payment."""
    form = PayForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Enter the reference of the payment or delivery."))
    paid = confirm_payout(
        _mine(request, pk), reference=form.cleaned_data["reference"], by=request.user.actor, at=timezone.now()
    )
    say(request, _("Recorded under %(reference)s.") % {"reference": paid.reference})
    return redirect("desk:payouts")


@require_POST
@staff_page
def no_answer(request: StaffRequest, pk: int) -> HttpResponse:
    mark_unknown(_mine(request, pk), by=request.user.actor, at=timezone.now())
    say(request, _("Marked as unknown. Ask the bank before anything is paid again."))
    return redirect("desk:payouts")


@require_POST
@staff_page
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    form = SettleForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say whether it arrived."))
    told = form.cleaned_data
    settle_unknown(
        _mine(request, pk), arrived=told["arrived"] == "yes", reference=told["reference"], note=told["note"],
        by=request.user.actor, at=timezone.now(),
    )  # fmt: skip
    say(request, _("Settled."))
    return redirect("desk:payouts")


def _mine(request: StaffRequest, pk: int) -> Fulfilment:
    rows = Fulfilment.objects.filter(offer__in=visible_to(request.user)).select_related("offer", "option__remedy")
    row = get_object_or_404(rows, pk=pk)
    if not may_hand_over(request.user, row):
        raise NotAllowed
    return row
