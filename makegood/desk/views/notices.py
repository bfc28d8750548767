from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.desk.forms.notices import PreferenceForm
from makegood.desk.presenters import escalation
from makegood.kit.errors import Invalid
from makegood.notices.operations import mark_all_read, mark_read, set_preference
from makegood.notices.permissions import notices_of
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest, say, staff_page


@staff_page
def notices(request: StaffRequest) -> HttpResponse:
    rows, page = page_of(notices_of(request.user, at=timezone.now()), request)
    open_calls = escalation.open_calls(request.user, [row.params.get("clock", 0) for row in rows])
    form = PreferenceForm(initial=PreferenceForm.of(request.user))
    shown = [(row, open_calls.get(row.params.get("clock", 0))) for row in rows]
    return render(request, "desk/notices.html", {"notices": shown, "page": page, "form": form})


@require_POST
@staff_page
def prefer(request: StaffRequest) -> HttpResponse:
    """Whether notices come by e-mail too, and when they rest."""
    form = PreferenceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Enter the quiet hours as times, such as 22:00."))
    set_preference(request.user, **form.cleaned_data)
    say(request, _("Saved."))
    return redirect("desk:notices")


@staff_page
def open_notice(request: StaffRequest, pk: int) -> HttpResponse:
    """Read one: the bell forgets it and its page opens."""
    notice = get_object_or_404(notices_of(request.user, at=(at := timezone.now())), pk=pk)
    mark_read(notice, at=at)
    return redirect(notice.link or "desk:notices")


@require_POST
@staff_page
def read_all(request: StaffRequest) -> HttpResponse:
    mark_all_read(request.user, at=timezone.now())
    say(request, _("All notices are read."))
    return redirect("desk:notices")
