from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from makegood.intake.models import Channel, ChannelKind
from makegood.intake.operations import receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal
from makegood.panels.web import without_nul
from makegood.portal.forms import FeedbackForm
from makegood.portal.gate import at_most
from makegood.portal.pages.front_door import charter_page, home_page
from makegood.portal.receipts import receipt_for


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", home_page())


def charter(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/charter.html", charter_page(at=timezone.now()))


@csrf_exempt
@never_cache
@at_most(20, seconds=600, name="feedback", methods=("POST",))
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one channel. A repeat of the same key and words gets the same receipt."""
    channel = get_object_or_404(Channel.objects.select_related("branch"), code=code, kind__in=OPEN_TO_ALL)
    without_nul(request)
    form = FeedbackForm(request.POST) if request.method == "POST" else FeedbackForm.fresh()
    if form.is_bound and form.is_valid():
        if form.is_robot:
            return redirect("portal:home")
        try:
            return redirect("portal:receipt", receipt=_taken_in(channel, form, request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "channel": channel}
    return render(request, "portal/feedback.html", context, status=422 if form.errors else 200)


OPEN_TO_ALL = (ChannelKind.WEB_FORM, ChannelKind.WECHAT, ChannelKind.ON_SITE)


def _taken_in(channel: Channel, form: FeedbackForm, request: HttpRequest) -> str:
    # The words are part of the key: who goes back and writes something else sends a second item.
    key = f"form:{form.cleaned_data['key']}:{sha256(form.words.encode()).hexdigest()[:16]}"
    received = receive_feedback(
        channel=channel, key=key, text=form.words, contacts=form.contacts,
        customer_name=form.cleaned_data["name"], locale=get_language() or "", by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    assert received.feedback is not None  # a form's arrival is never quarantined
    return receipt_for(received.feedback.pk)
