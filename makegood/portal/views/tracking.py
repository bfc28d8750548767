from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from makegood.cases.models import Case, TrackingLink
from makegood.cases.operations import LinkEnded, LinkUnknown, customer_wrote, link_behind, note_use, rate, withdraw
from makegood.cases.queries import language_of
from makegood.kit.actor import Actor
from makegood.kit.errors import Refusal, SomebodyWasFaster
from makegood.kit.locales import house_locale
from makegood.panels.web import without_nul
from makegood.panels.words import refusal_words
from makegood.portal.forms import AnswerForm, MessageForm, RatingForm, WithdrawForm
from makegood.portal.gate import at_most, private
from makegood.portal.pages.tracking import offers_of, tracking_page
from makegood.recovery.operations import accept, decline

ATTEMPTS = 4
OPENED = "opened"
WHOEVER_HOLDS_THE_LINK = Actor.customer(0)  # a customer whose name nobody asked


def tracked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the case behind the link, or answer that there is none. The link is the authority."""

    @wraps(view)
    def found(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        without_nul(request)
        try:
            return _told(view, request, token, kwargs)
        except LinkEnded:
            return render(request, "portal/gone.html", status=410)
        except LinkUnknown:
            return render(request, "portal/unknown.html", status=404)

    return csrf_exempt(private(at_most(120, seconds=600, name="tracking")(found)))


def _told(view: Callable[..., HttpResponse], request: HttpRequest, token: str, kwargs: dict[str, Any]) -> HttpResponse:
    """Run the view; a refusal becomes a message. What lost a race with the desk is tried again on the new state."""
    for attempt in range(1, ATTEMPTS + 1):
        link = link_behind(token, at=timezone.now())
        try:
            with translation.override(_language(request, link.case)):
                response = view(request, link.case, token=token, **kwargs)
            _note(link, view, request)
            return response
        except SomebodyWasFaster as refusal:
            if attempt == ATTEMPTS:
                messages.error(request, refusal_words(refusal))
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
            break
    return redirect("portal:tracking", token)


def _language(request: HttpRequest, case: Case) -> str:
    """What the customer chose in this browser or it asks for, else the language we write to them in."""
    asked = request.headers.get("Accept-Language", "").split(",")
    speaks = any(house_locale(part.partition(";")[0]) for part in asked)
    decides = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or speaks
    return (get_language() if decides else None) or language_of(case)


def _note(link: TrackingLink, view: Callable[..., HttpResponse], request: HttpRequest) -> None:
    """Who holds the link is the customer; a member of staff signed in beside it is written down with it."""
    use = OPENED if request.method in ("GET", "HEAD") else view.__name__
    staff_id = request.user.pk if request.user.is_authenticated else None
    note_use(link, use, by=_customer(link.case), at=timezone.now(), staff_id=staff_id)


def _customer(case: Case) -> Actor:
    return case.customer.actor if case.customer else WHOEVER_HOLDS_THE_LINK


@tracked
@require_safe
def tracking(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    page = tracking_page(case, page=f"{settings.PUBLIC_URL}/t/{token}", at=timezone.now())
    forms = {"message_form": MessageForm.fresh(), "rating_form": RatingForm()}
    return render(request, "portal/tracking.html", {**page, **forms, "token": token})


@tracked
@require_POST
def writing(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    form = MessageForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Please write something first."))
    key = f"portal:{case.pk}:{form.cleaned_data['key']}"
    customer_wrote(case, body=form.cleaned_data["text"], by=_customer(case), at=timezone.now(), key=key)
    messages.success(request, _("Sent. Thank you."))
    return redirect("portal:tracking", token)


@tracked
@require_POST
def accepting(request: HttpRequest, case: Case, token: str, pk: int) -> HttpResponse:
    offer = get_object_or_404(offers_of(case), pk=pk)
    form = AnswerForm(request.POST)
    chosen = form.cleaned_data["option"] if form.is_valid() else None
    option = get_object_or_404(offer.options, pk=chosen) if chosen else None
    accept(offer, option, by=_customer(case), at=timezone.now())
    messages.success(request, _("Agreed. We are preparing it for you."))
    return redirect("portal:tracking", token)


@tracked
@require_POST
def declining(request: HttpRequest, case: Case, token: str, pk: int) -> HttpResponse:
    offer = get_object_or_404(offers_of(case), pk=pk)
    form = AnswerForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    decline(offer, by=_customer(case), at=timezone.now(), reason=reason)
    messages.success(request, _("Thank you for saying so. We will look for something better."))
    return redirect("portal:tracking", token)


@tracked
@require_POST
def withdrawing(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    form = WithdrawForm(request.POST)
    withdraw(case, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=_customer(case), at=timezone.now())
    messages.success(request, _("We have closed it as you wished."))
    return redirect("portal:tracking", token)


@tracked
@require_POST
def rating(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Please choose one of the faces."))
    rated = rate(case, **form.cleaned_data, by=_customer(case), at=timezone.now())
    words = _("We are sorry. Your case is open again.") if rated.is_low else _("Thank you for your answer.")
    messages.success(request, words)
    return redirect("portal:tracking", token)
