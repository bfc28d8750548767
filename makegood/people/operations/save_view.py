from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from makegood.kit.errors import Invalid
from makegood.people.models import Staff
from makegood.people.models.saved_view import SavedView

MOST = 20


@transaction.atomic
def save_view(staff: Staff, *, page: str, name: str, query: str, at: datetime) -> SavedView:
    """Keep a list's address under a name; the same name again replaces it. Raises Invalid."""
    name = name.strip()[:60]
    if not name:
        raise Invalid(_("Give the view a name."), field="name")
    if SavedView.objects.filter(staff=staff, page=page).exclude(name=name).count() >= MOST:
        raise Invalid(_("You have twenty saved views of this list. Delete one first."))
    view, _made = SavedView.objects.update_or_create(
        staff=staff, page=page, name=name, defaults={"query": query[:500], "saved_at": at}
    )
    return view


def forget_view(staff: Staff, *, pk: int) -> None:
    """Delete one of a person's own saved views; somebody else's is left alone."""
    SavedView.objects.filter(staff=staff, pk=pk).delete()
