from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from makegood.office.doors import office_page
from makegood.office.forms.tokens import TokenForm
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest, say
from makegood.people.models import ApiToken
from makegood.people.operations import issue_token, revoke_token
from makegood.people.permissions import may_issue_tokens


@office_page(may_issue_tokens)
@never_cache
def tokens(request: StaffRequest) -> HttpResponse:
    """The tokens, and the form that issues one; the secret is drawn once, in the answer to the form."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, secret = issue_token(**form.cleaned_data, by=request.user.actor, at=timezone.now())
        form = TokenForm()
    rows, page = page_of(ApiToken.objects.select_related("branch", "issued_by"), request)
    context = {"form": form, "secret": secret, "rows": rows, "page": page}
    return render(request, "office/tokens.html", context, status=422 if form.errors else 200)


@office_page(may_issue_tokens)
@require_POST
def revoking(request: StaffRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk)
    revoke_token(token, by=request.user.actor, at=timezone.now())
    say(request, _("The token no longer opens anything."))
    return redirect("office:tokens")
