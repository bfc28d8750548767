"""The page of one case and the words written on it."""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.cases.models import Case
from makegood.cases.operations import acknowledge, ask_customer, reply, write_note
from makegood.cases.permissions import may_handle, visible_to
from makegood.conversations.operations import look, save_draft
from makegood.conversations.queries import who_looks
from makegood.customers.operations import reveal
from makegood.desk.case_actions import ACTIONS, CaseAction
from makegood.desk.forms.case import WriteForm
from makegood.desk.presenters import case_page as show
from makegood.kit.errors import Invalid, NotAllowed, SomebodyWasFaster
from makegood.panels.lists import number_of
from makegood.panels.web import StaffRequest, back, say, staff_page
from makegood.panels.words import refusal_words

WRITE = {"reply": reply, "acknowledgement": acknowledge, "question": ask_customer, "internal": write_note}
RELATED = ("customer", "branch", "department", "owner", "thread", "feedback__channel", "encounter", "accused")


def case_or_404(request: StaffRequest, pk: int, *, to_handle: bool = False) -> Case:
    """A case this person may see; another branch's does not exist for them. Raises NotAllowed to look-only readers."""
    case = get_object_or_404(visible_to(request.user).select_related(*RELATED), pk=pk)
    if to_handle and not may_handle(request.user, case):
        raise NotAllowed
    return case


@staff_page
def case(request: StaffRequest, pk: int) -> HttpResponse:
    found = case_or_404(request, pk)
    write, language = request.GET.get("write", ""), request.GET.get("language", "")
    context = show.page(found, request.user, at=timezone.now(), write=write, language=language)
    return render(request, "desk/case.html", context)


@require_POST
@staff_page
def write(request: StaffRequest, pk: int) -> HttpResponse:
    """Send or note; what cannot be saved comes back with everything that was typed."""
    found, form = case_or_404(request, pk, to_handle=True), WriteForm(request.POST)
    if not form.is_valid():
        if "body" not in form.errors:  # what is wrong cannot be seen: the page was tampered with or is of long ago
            form.add_error("body", _("This page is out of date. Look at the case again below, then send."))
        return _again(request, found, form)
    if form.cleaned_data["version"] != found.version and not _is_repeat(found, form):
        return _again(request, found, form, changes=show.changes_since(found, form.cleaned_data["version"]))
    try:
        _write(found, form, request)
    except (Invalid, SomebodyWasFaster) as refusal:
        form.add_error("body", refusal_words(refusal))
        return _again(request, found, form)
    internal = form.cleaned_data["kind"] == "internal"
    say(request, _("Noted for colleagues.") if internal else _("Sent to the customer."), draft=f"case-{pk}")
    return redirect(show.address(found))


def _write(found: Case, form: WriteForm, request: StaffRequest) -> None:
    body, key = form.cleaned_data["body"], f"desk:{form.cleaned_data['key']}"
    WRITE[form.cleaned_data["kind"]](found, body=body, by=request.user.actor, at=timezone.now(), key=key)


def _is_repeat(found: Case, form: WriteForm) -> bool:
    """The same form sent twice is no conflict: the first one made the change."""
    return found.thread.messages.filter(external_key=f"desk:{form.cleaned_data['key']}").exists()


def _again(request: StaffRequest, found: Case, form: WriteForm, changes: list[str] | None = None) -> HttpResponse:
    data = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(found.version)
    if "key" in form.errors:
        data["key"] = str(uuid4())
    if "kind" in form.errors:
        data["kind"] = "internal"
    form.data = data  # the next save starts from what is shown now
    context = show.page(found, request.user, at=timezone.now(), form=form)
    status = 422 if changes is None else 409
    return render(request, "desk/case.html", {**context, "changes": changes}, status=status)


@staff_page
def case_action(request: StaffRequest, pk: int, verb: str) -> HttpResponse:
    """The small form of one verb, and what it does."""
    found, action = case_or_404(request, pk, to_handle=verb not in ("take", "accept", "decline")), _action(verb)
    form = action.form(request.POST if request.method == "POST" else None, staff=request.user, case=found)
    if request.method == "POST" and form.is_valid():
        action.run(found, form, request.user, timezone.now())
        say(request, str(action.done))
        return redirect(show.address(found))
    context = {"case": found, "action": action, "verb": verb, "form": form}
    return render(request, "desk/case_action.html", context)


def _action(verb: str) -> CaseAction:
    if verb not in ACTIONS:
        raise Http404
    return ACTIONS[verb]


@staff_page
def presence(request: StaffRequest, pk: int) -> HttpResponse:
    """Asked every twenty seconds while the page is looked at: I am here; who else is?"""
    found, at = case_or_404(request, pk), timezone.now()
    look(found.thread, staff=request.user, at=at, is_writing=request.GET.get("writing") == "1")
    seen = number_of(request.GET.get("version")) or 0
    context = {
        "others": who_looks(found.thread, at=at, besides=request.user),
        "changes": show.changes_since(found, seen) if seen else [],
        "case": found,
    }
    return render(request, "desk/case_presence.html", context)


@require_POST
@staff_page
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep what is being written, every few seconds."""
    found = case_or_404(request, pk, to_handle=True)
    kind = {"internal": "note"}.get(request.POST.get("kind", ""), request.POST.get("kind", "reply"))
    kind = kind if kind in ("reply", "acknowledgement", "question", "note") else "reply"
    save_draft(found.thread, staff=request.user, body=request.POST.get("body", ""), kind=kind, at=timezone.now())
    return HttpResponse(status=204)


@require_POST
@staff_page
def reveal_customer(request: StaffRequest, pk: int) -> HttpResponse:
    """Name or contacts in clear; the look and its purpose are recorded."""
    found, purpose = case_or_404(request, pk, to_handle=True), request.POST.get("purpose", "").strip()[:80]
    if found.customer is None or not purpose:
        return back(request, show.address(found))
    at, by = timezone.now(), request.user.actor
    shown = reveal(found.customer, "name", by=by, purpose=purpose, at=at)
    shown += reveal(found.customer, "contacts", by=by, purpose=purpose, at=at)
    return render(request, "desk/case_revealed.html", {"values": shown, "case": found})
