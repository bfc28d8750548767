from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from makegood.cases.permissions import visible_to as visible_cases
from makegood.conversations.queries import customer_messages_of
from makegood.desk.forms.answer import AnswerForm
from makegood.desk.forms.case import AccuseForm
from makegood.desk.forms.filters import TriageFilterForm
from makegood.desk.presenters import triage as show
from makegood.journal import Mode
from makegood.kit.errors import NotAllowed, SomebodyWasFaster
from makegood.panels.lists import number_of
from makegood.panels.web import StaffRequest, back, say, staff_page
from makegood.triage import queries
from makegood.triage.forms import ScreeningForm
from makegood.triage.models import Screening, TriageItem
from makegood.triage.operations import accuse, confirm_many, screen, undo_many
from makegood.triage.permissions import may_screen, may_undo, visible_to
from makegood.triage.queries.inbox import PAGE, listed


@staff_page
def triage(request: StaffRequest) -> HttpResponse:
    at, filters = timezone.now(), queries.InboxFilters.from_query(request.GET.dict())
    inbox = queries.inbox(request.user, filters, at=at, page=number_of(request.GET.get("page")) or 1)
    form = TriageFilterForm(request.GET or None, staff=request.user)
    context = show.frame(request, inbox, PAGE, at=at) | {"filter_form": form, "may_screen": may_screen(request.user)}
    return render(request, "desk/triage.html", context)


@staff_page
def triage_item(request: StaffRequest, pk: int) -> HttpResponse:
    item = item_or_404(request, pk)
    return render(request, "desk/triage_item.html", show_item(request, item, ScreeningForm(item=item)))


@require_POST
@staff_page
def agree(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave everything as the machine said."""
    return _answer(request, screen(_item(request, pk), by=request.user.actor, at=timezone.now()))


@staff_page
def overrule(request: StaffRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = ScreeningForm(request.POST if request.method == "POST" else None, item=item)
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/triage_overrule.html", {"item": item, "form": form})
    done = screen(
        item, by=request.user.actor, at=timezone.now(), decided=form.decided, department_id=form.department_id,
        note=form.cleaned_data["note"],
    )  # fmt: skip
    return _answer(request, done)


@require_POST
@staff_page
def agree_many(request: StaffRequest) -> HttpResponse:
    picked = [int(pk) for pk in request.POST.getlist("pick") if number_of(pk)]
    if not may_screen(request.user):
        raise NotAllowed
    done = confirm_many(list(visible_to(request.user).filter(pk__in=picked)), by=request.user.actor, at=timezone.now())
    text = ngettext("%(n)s item screened.", "%(n)s items screened.", len(done)) % {"n": len(done)}
    say(request, text, undo=(reverse("desk:undo_screenings"), [screening.pk for screening in done]))
    return back(request, reverse("desk:triage"))


@require_POST
@staff_page
def undo_screenings(request: StaffRequest) -> HttpResponse:
    """Put back what was just screened: one item of a live list, or a whole bulk action."""
    wanted = [int(pk) for pk in request.POST.get("ids", "").split(",") if number_of(pk)]
    mine = Screening.objects.filter(pk__in=wanted, item__in=visible_to(request.user))
    theirs = [screening for screening in mine if may_undo(request.user, screening)]
    undone = undo_many(theirs, by=request.user.actor, at=timezone.now())
    if not undone:
        raise SomebodyWasFaster
    if request.htmx:
        rows = show.rows_of([_item(request, undone[0].pk)], at=timezone.now())
        return render(request, "desk/triage_row.html", {"row": rows[0], "may_screen": True})
    say(request, _("Undone: the items are back in the inbox."))
    return back(request, reverse("desk:triage"))


@require_GET
@staff_page
def triage_news(request: StaffRequest) -> HttpResponse:
    """How many items came after the newest one shown; asked every half minute."""
    since = number_of(request.GET.get("since")) or 0
    fresh = visible_to(request.user).waiting().filter(mode=Mode.LIVE, pk__gt=since).count()
    return render(request, "desk/triage_news.html", {"fresh": fresh})


@require_POST
@staff_page
def accuse_in_item(request: StaffRequest, pk: int) -> HttpResponse:
    """Say whom an item complains about, before it is a case."""
    item, at = _item(request, pk), timezone.now()
    form = AccuseForm(request.POST, feedback=item.feedback)
    if not form.is_valid():
        context = show_item(request, item_or_404(request, pk), ScreeningForm(item=item), accusing=form)
        return render(request, "desk/triage_item.html", context, status=422)
    accuse(item, form.cleaned_data["accused"], reason=form.cleaned_data["reason"], by=request.user.actor, at=at)
    say(request, _("Recorded. They no longer see this."))
    is_mine = form.cleaned_data["accused"] == request.user
    return redirect("desk:triage") if is_mine else redirect("desk:triage_item", pk)


def show_item(
    request: StaffRequest, item: TriageItem, form: ScreeningForm, *, answer: AnswerForm | None = None,
    accusing: AccuseForm | None = None,
) -> dict[str, object]:  # fmt: skip
    thread, case = item.feedback.thread_id, getattr(item.feedback, "case", None)
    verdicts = list(item.verdicts.all())
    return {
        "item": item,
        "form": form,
        "why": show.why_panel(verdicts[0], item) if verdicts else None,
        "segments": queries.marked(verdicts[0], item.feedback) if verdicts else (),
        "screenings": item.screenings.all(),
        "case": visible_cases(request.user).filter(pk=case.pk).first() if case else None,
        "messages_so_far": list(customer_messages_of([thread]).order_by("occurred_at")) if thread and not case else (),
        "answer": None if case else answer or AnswerForm.blank(),
        "may_screen": may_screen(request.user),
        "accusing": None if case else accusing or AccuseForm.of(item.feedback),
    }


def _item(request: StaffRequest, pk: int) -> TriageItem:
    if request.method == "POST" and not may_screen(request.user):
        raise NotAllowed
    return get_object_or_404(listed(visible_to(request.user)), pk=pk)


def item_or_404(request: StaffRequest, pk: int) -> TriageItem:
    item = queries.item_of(request.user, pk)
    if item is None:
        raise Http404
    return item


def _answer(request: StaffRequest, done: Screening) -> HttpResponse:
    if request.htmx:
        return render(request, "desk/triage_done.html", {"item": done.item, "screening": done})
    say(request, _("Screened."), undo=(reverse("desk:undo_screenings"), [done.pk]))
    return back(request, reverse("desk:triage"))
