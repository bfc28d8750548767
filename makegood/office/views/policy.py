from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.office.doors import office_page
from makegood.office.pages.policy import policy_page, table_text
from makegood.panels.lists import number_of
from makegood.panels.web import StaffRequest, say
from makegood.recovery.forms import PolicyForm
from makegood.recovery.models import PolicyVersion
from makegood.recovery.operations import draft_policy, edit_policy, publish_policy
from makegood.recovery.permissions import may_write_policy


@office_page()
def policy(request: StaffRequest) -> HttpResponse:
    return render(request, "office/policy.html", policy_page(request, number_of(request.GET.get("version"))))


@office_page(may_write_policy)
def editing(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """The next version, begun from the one in force; or a draft taken up again."""
    draft = get_object_or_404(PolicyVersion, pk=pk, status=PolicyVersion.Status.DRAFT) if pk else None
    begun = draft or PolicyVersion.objects.filter(status=PolicyVersion.Status.PUBLISHED).first()
    initial = {"table": table_text(begun), "note": draft.note if draft else ""}
    form = PolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        by, at = request.user.actor, timezone.now()
        if draft is None:
            draft = draft_policy(**form.cleaned_data, by=by, at=at)
        else:
            edit_policy(draft, **form.cleaned_data, by=by, at=at)
        say(request, _("The draft is saved. Somebody else must publish it."))
        return redirect(f"/office/policy/?version={draft.number}")
    return render(
        request, "office/policy_edit.html", {"form": form, "draft": draft}, status=422 if form.errors else 200
    )


@office_page(may_write_policy)
@require_POST
def publishing(request: StaffRequest, pk: int) -> HttpResponse:
    publish_policy(get_object_or_404(PolicyVersion, pk=pk), by=request.user.actor, at=timezone.now())
    say(request, _("In force. Offers made before keep their version."))
    return redirect("office:policy")
