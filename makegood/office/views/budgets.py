from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.kit.errors import Invalid
from makegood.kit.money import MINOR_DIGITS, Money
from makegood.ledger.operations import fund_budget, open_budget
from makegood.ledger.permissions import may_move_money, may_see_budgets, visible_to
from makegood.office.doors import office_page
from makegood.office.forms.budgets import BudgetForm, FundForm
from makegood.office.pages.budgets import budget_page, budgets_page
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words
from makegood.recovery.rules.budgets import REMEDIES


@office_page(may_see_budgets)
def budgets(request: StaffRequest) -> HttpResponse:
    return render(request, "office/budgets.html", budgets_page(request, at=timezone.now()))


@office_page(may_see_budgets)
def budget(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user).select_related("branch"), pk=pk)
    context = budget_page(request, found, at=timezone.now())
    return render(request, "office/budget.html", {**context, "form": FundForm.fresh()})


@office_page(may_move_money)
def opening(request: StaffRequest) -> HttpResponse:
    form = BudgetForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            by, at = request.user.actor, timezone.now()
            made = open_budget(**form.cleaned_data, kind=REMEDIES, unit="CNY", by=by, at=at)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal_words(refusal))
        else:
            say(request, _("The budget is open. Grant it an amount now."))
            return redirect("office:budget", made.pk)
    return render(request, "office/budget_new.html", {"form": form}, status=422 if form.errors else 200)


@office_page(may_move_money)
@require_POST
def funding(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user), pk=pk)
    form = FundForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Write the amount as a number, such as 5000."))
    given = form.cleaned_data["amount"]
    amount = Money.of(given, found.unit) if found.unit in MINOR_DIGITS else Money(int(given), found.unit)
    key = f"office:{form.cleaned_data['key']}"
    fund_budget(found, amount, key=key, by=request.user.actor, at=timezone.now())
    say(request, _("Granted. It can be promised at once."))
    return redirect("office:budget", pk)
