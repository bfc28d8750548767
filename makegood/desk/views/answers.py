"""Answering what needs no case: thanks for praise, the answer to an enquiry. E6"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.desk.forms.answer import AnswerForm
from makegood.desk.views.triage import item_or_404, show_item
from makegood.kit.errors import Invalid, NotAllowed
from makegood.panels.web import StaffRequest, say, staff_page
from makegood.panels.words import refusal_words
from makegood.triage.forms import ScreeningForm
from makegood.triage.operations import answer
from makegood.triage.permissions import may_screen


@require_POST
@staff_page
def answer_item(request: StaffRequest, pk: int) -> HttpResponse:
    item, form = item_or_404(request, pk), AnswerForm(request.POST)
    if not may_screen(request.user):
        raise NotAllowed
    if form.is_valid():
        key = f"answer:{pk}:{form.cleaned_data['key']}"
        try:
            answer(item, body=form.cleaned_data["body"], by=request.user.actor, at=timezone.now(), key=key)
        except Invalid as refusal:
            form.add_error("body", refusal_words(refusal))
        else:
            say(request, _("Your answer is on its way."))
            return redirect("desk:triage_item", pk)
    return render(request, "desk/triage_item.html", show_item(request, item, ScreeningForm(item=item), answer=form))
