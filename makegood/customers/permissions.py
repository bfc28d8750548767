from __future__ import annotations

from django.db.models import QuerySet

from makegood.customers.models import Customer
from makegood.people.models import Staff
from makegood.people.permissions import branch_ids_of


def visible_to(staff: Staff) -> QuerySet[Customer]:
    return Customer.objects.in_branches(branch_ids_of(staff))
