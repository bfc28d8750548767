"""The list of cases: look, export, act on many, keep a view."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from makegood.cases.models import Case
from makegood.cases.operations import assign
from makegood.cases.permissions import may_handle, visible_to
from makegood.desk.forms.filters import CaseFilterForm
from makegood.desk.presenters import case_list as show
from makegood.kit.errors import Refusal
from makegood.panels.exports import export
from makegood.panels.lists import number_of
from makegood.panels.web import StaffRequest, back, say, staff_page
from makegood.people.models import Staff
from makegood.people.operations import forget_view, save_view
from makegood.people.permissions import branch_ids_of


@staff_page
def cases(request: StaffRequest) -> HttpResponse:
    form = CaseFilterForm(request.GET or None, staff=request.user)
    context = show.frame(request, at=timezone.now()) | {"filter_form": form, "owners": _owners(request.user)}
    return render(request, "desk/cases.html", context)


@staff_page
def export_cases(request: StaffRequest, kind: str) -> HttpResponseBase:
    """What the list shows, every page of it."""
    found, _sort = show.found(request, request.user, at=timezone.now())
    name = f"{_('Cases')} {timezone.localdate()}"
    return export(kind, name, [str(text) for text in show.HEADINGS], show.exported(found))


@require_POST
@staff_page
def assign_many(request: StaffRequest) -> HttpResponse:
    """Give the picked cases to one person; undoing gives each back to whom it was taken from."""
    owner = _owners(request.user).filter(pk=number_of(request.POST.get("owner")) or 0).first()
    if owner is None:
        raise Refusal(_("Choose who shall be responsible."))
    before = _give([(case, owner) for case in _picked(request)], request.user)
    n = len(before) // 2
    text = ngettext("%(n)s case assigned.", "%(n)s cases assigned.", n) % {"n": n}
    say(request, text, undo=(reverse("desk:undo_assign"), before))
    return back(request, reverse("desk:cases"))


@require_POST
@staff_page
def undo_assign(request: StaffRequest) -> HttpResponse:
    """``ids`` holds case, former owner, case, former owner …; a case that was nobody's stays where it is."""
    numbers = [number_of(text) or 0 for text in request.POST.get("ids", "").split(",")]
    pairs = dict(zip(numbers[::2], numbers[1::2], strict=False))
    owners = _owners(request.user).in_bulk(pairs.values())
    mine = visible_to(request.user).filter(pk__in=pairs)
    _give([(case, owners[pairs[case.pk]]) for case in mine if pairs[case.pk] in owners], request.user)
    say(request, _("Undone: the cases are back with those who had them."))
    return back(request, reverse("desk:cases"))


def _give(pairs: list[tuple[Case, Staff]], by: Staff) -> list[int]:
    """Assign each case; the answer alternates case and former owner. What somebody else changed meanwhile is left."""
    before, at = [], timezone.now()
    for case, owner in pairs:
        former = case.owner_id or 0
        try:
            if former != owner.pk and may_handle(by, case):
                assign(case, owner, by=by.actor, at=at)
                before += [case.pk, former]
        except Refusal:
            continue
    return before


def _picked(request: StaffRequest) -> list[Case]:
    picked = [int(pk) for pk in request.POST.getlist("pick") if number_of(pk)]
    return list(visible_to(request.user).filter(pk__in=picked))


def _owners(staff: Staff) -> QuerySet[Staff]:
    ids, owners = branch_ids_of(staff), Staff.objects.filter(is_active=True)
    return owners if ids is None else owners.filter(branch__in=ids)


@require_POST
@staff_page
def keep_view(request: StaffRequest) -> HttpResponse:
    query = request.POST.get("query", "").lstrip("?")
    save_view(request.user, page=show.PAGE, name=request.POST.get("name", ""), query=query, at=timezone.now())
    say(request, _("View saved."))
    return redirect(f"{reverse('desk:cases')}?{query}")


@require_POST
@staff_page
def drop_view(request: StaffRequest, pk: int) -> HttpResponse:
    forget_view(request.user, pk=pk)
    say(request, _("View deleted."))
    return redirect("desk:cases")
