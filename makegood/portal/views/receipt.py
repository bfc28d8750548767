from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from makegood.cases.models import Case
from makegood.intake.models import Feedback
from makegood.portal.gate import at_most, private
from makegood.portal.pages.receipt import receipt_page, way_to
from makegood.portal.receipts import feedback_id_of


@private
@at_most(120, seconds=600, name="receipt")
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of something that was sent: its words and what happens next; once it is a case, that case's page."""
    at = timezone.now()
    try:
        feedback = Feedback.objects.select_related("branch").get(pk=feedback_id_of(receipt))
    except signing.SignatureExpired:
        return render(request, "portal/gone.html", status=410)
    except (signing.BadSignature, Feedback.DoesNotExist):
        return render(request, "portal/unknown.html", status=404)
    case = Case.objects.filter(feedback=feedback).first()
    if case is None:
        return render(request, "portal/receipt.html", receipt_page(feedback, at=at))
    token = way_to(case, at=at)
    return redirect("portal:tracking", token) if token else render(request, "portal/gone.html", status=410)
