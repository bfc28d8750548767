from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from makegood.kit.errors import Invalid
from makegood.notices.models import DeliveryState, WebhookDelivery, WebhookSubscription
from makegood.notices.operations import redeliver, subscribe, unsubscribe
from makegood.notices.permissions import may_run_webhooks
from makegood.notices.queries import deliveries_of, subscriptions
from makegood.office.doors import office_page
from makegood.office.forms.webhooks import WebhookForm
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words


@office_page(may_run_webhooks)
@never_cache
def webhooks(request: StaffRequest) -> HttpResponse:
    """The subscriptions and the form for one more; its secret is drawn once, in the answer to the form."""
    form, secret = WebhookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _made, secret = subscribe(**form.cleaned_data, by=request.user.actor, at=timezone.now())
            form = WebhookForm()
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal_words(refusal))
    rows, page = page_of(subscriptions(), request)
    context = {"form": form, "secret": secret, "rows": rows, "page": page}
    return render(request, "office/webhooks.html", context, status=422 if form.errors else 200)


@office_page(may_run_webhooks)
def deliveries(request: StaffRequest, pk: int) -> HttpResponse:
    subscription = get_object_or_404(WebhookSubscription, pk=pk)
    found = deliveries_of(pk)
    if (state := request.GET.get("state")) in DeliveryState.values:
        found = found.filter(state=state)
    rows, page = page_of(found, request)
    context = {"subscription": subscription, "rows": rows, "page": page, "states": DeliveryState.choices}
    return render(request, "office/deliveries.html", context)


@office_page(may_run_webhooks)
@require_POST
def ending(request: StaffRequest, pk: int) -> HttpResponse:
    unsubscribe(get_object_or_404(WebhookSubscription, pk=pk), by=request.user.actor, at=timezone.now())
    say(request, _("Nothing more is sent there."))
    return redirect("office:webhooks")


@office_page(may_run_webhooks)
@require_POST
def redelivering(request: StaffRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(WebhookDelivery, pk=pk)
    redeliver(row, by=request.user.actor, at=timezone.now())
    say(request, _("It will be sent again within a minute."))
    return redirect("office:deliveries", row.subscription_id)
