from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.customers.events import CustomersImported
from makegood.customers.fields import lookup_digest
from makegood.customers.models import ContactPoint, Customer
from makegood.customers.rules import contacts as rule
from makegood.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Somebody in a file. ``external_ref`` or ``contact`` finds them again; with neither they are new each time."""

    name: str = ""
    external_ref: str = ""
    contact: tuple[str, str] | None = None
    branch_id: int | None = None
    registered_at: datetime | None = None


@transaction.atomic
def register_many(people: Sequence[NewCustomer], *, by: Actor, at: datetime) -> list[int]:
    """The customer's id for each of ``people``, in their order; a handful of statements whatever their number.

    One journal entry for all that were new. Equal refs or contacts among them are one customer.
    """
    known = _Known(people)
    fresh: dict[object, Customer] = {}
    for place, person in enumerate(people):
        identity = known.identity(person) or place
        if known.of(person) is None and identity not in fresh:
            fresh[identity] = _row(person, at)
    made = Customer.objects.bulk_create(fresh.values(), batch_size=1000)
    ids = dict(zip(fresh, (customer.pk for customer in made), strict=True))
    _add_contacts(people, ids, known, at)
    if made:
        journal.record(CustomersImported(made[0].pk, made[-1].pk, len(made)), by=by, at=at)
    return [known.of(person) or ids[known.identity(person) or place] for place, person in enumerate(people)]


class _Known:
    """Who of them is registered already, by contact first and by ref second; two queries."""

    def __init__(self, people: Sequence[NewCustomer]) -> None:
        digests = {digest for person in people if (digest := _digest(person))}
        refs = {person.external_ref for person in people if person.external_ref}
        self._by_contact = dict(
            ContactPoint.objects.filter(digest__in=digests).values_list("digest", "customer_id") if digests else []
        )
        self._by_ref = dict(
            Customer.objects.filter(external_ref__in=refs).values_list("external_ref", "pk") if refs else []
        )

    def of(self, person: NewCustomer) -> int | None:
        return self._by_contact.get(_digest(person)) or self._by_ref.get(person.external_ref)

    def identity(self, person: NewCustomer) -> str:
        return _digest(person) or person.external_ref


def _digest(person: NewCustomer) -> str:
    if person.contact is None:
        return ""
    kind, value = person.contact
    return lookup_digest(kind, rule.normalise(kind, value))


def _row(person: NewCustomer, at: datetime) -> Customer:
    return Customer(
        name=person.name or None, name_masked=rule.masked_name(person.name)[:120], external_ref=person.external_ref,
        home_branch_id=person.branch_id, registered_at=person.registered_at or at,
    )  # fmt: skip


def _add_contacts(people: Sequence[NewCustomer], ids: dict[object, int], known: _Known, at: datetime) -> None:
    points = {}
    for person in people:
        if person.contact is None or (owner := ids.get(known.identity(person))) is None:
            continue
        kind, value = person.contact[0], rule.normalise(*person.contact)
        points[_digest(person)] = ContactPoint(
            customer_id=owner, kind=kind, value=value, value_masked=rule.masked(kind, value), digest=_digest(person),
            added_at=at,
        )  # fmt: skip
    ContactPoint.objects.bulk_create(points.values(), batch_size=1000)
