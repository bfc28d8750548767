from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.customers.events import PersonalDataRevealed
from makegood.customers.models import Customer
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid


@transaction.atomic
def reveal(customer: Customer, field: str, *, by: Actor, purpose: str, at: datetime) -> list[str]:
    """``name`` or ``contacts`` in clear. The look is journalled in the same transaction."""
    journal.record(PersonalDataRevealed(customer.pk, customer.home_branch_id, field, purpose), by=by, at=at)
    if field == "name":
        return [customer.name or ""]
    if field == "contacts":
        return [point.value for point in customer.contacts.order_by("pk")]
    raise Invalid(_("There is no such field to show."))
