from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from makegood import journal
from makegood.customers.events import CustomerRegistered
from makegood.customers.fields import lookup_digest
from makegood.customers.models import ContactPoint, Customer
from makegood.customers.rules import contacts as rule
from makegood.kit.actor import Actor
from makegood.people.models import Branch


def register_customer(
    *, name: str, contacts: Sequence[tuple[str, str]] = (), kind: str = "consumer", tier: str = "normal",
    branch: Branch | None = None, locale: str = "zh-hans", external_ref: str = "", by: Actor, at: datetime,
) -> Customer:  # fmt: skip
    """The customer who owns one of ``contacts`` (pairs of kind and value) or ``external_ref``, else a new one.

    Two requests that register the same contact at once end with one customer.
    """
    points = [(kind_, rule.normalise(kind_, value)) for kind_, value in contacts if value.strip()]
    digests = [lookup_digest(kind_, value) for kind_, value in points]
    for _attempt in range(2):
        if found := _known(digests, external_ref):
            return found
        try:
            with transaction.atomic():
                customer = Customer.objects.create(
                    name=name or None, name_masked=rule.masked_name(name, is_business=kind == "business"),
                    kind=kind, tier=tier, locale=locale, home_branch=branch, external_ref=external_ref,
                    registered_at=at,
                )  # fmt: skip
                _add_contacts(customer, points, digests, at=at)
                journal.record(CustomerRegistered(customer.pk, customer.home_branch_id), by=by, at=at)
                return customer
        except IntegrityError:
            continue  # somebody registered the same contact between our look and our insert
    raise RuntimeError("a contact point belongs to nobody")


def _known(digests: list[str], external_ref: str) -> Customer | None:
    if digests:
        point = ContactPoint.objects.filter(digest__in=digests).select_related("customer").order_by("pk").first()
        if point:
            return point.customer
    return Customer.objects.filter(external_ref=external_ref).first() if external_ref else None


def _add_contacts(customer: Customer, points: list[tuple[str, str]], digests: list[str], *, at: datetime) -> None:
    ContactPoint.objects.bulk_create(
        ContactPoint(
            customer=customer, kind=kind, value=value, value_masked=rule.masked(kind, value),
            digest=digest, added_at=at,
        )
        for (kind, value), digest in zip(points, digests, strict=True)
    )  # fmt: skip
