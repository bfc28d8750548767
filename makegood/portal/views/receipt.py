from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from makegood.intake.models import Feedback
from makegood.portal.gate import at_most, private
from makegood.portal.pages.receipt import receipt_page
from makegood.portal.receipts import feedback_id_of


@private
@at_most(120, seconds=600, name="receipt")
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of something that was sent: its words, what happens next, the way to the case if there is one."""
    try:
        feedback = Feedback.objects.select_related("branch").get(pk=feedback_id_of(receipt))
    except signing.SignatureExpired:
        return render(request, "portal/gone.html", status=410)
    except (signing.BadSignature, Feedback.DoesNotExist):
        return render(request, "portal/unknown.html", status=404)
    return render(request, "portal/receipt.html", receipt_page(feedback, at=timezone.now()))
