from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from makegood import journal
from makegood.customers.events import CustomersImported
from makegood.customers.fields import lookup_digest, vault
from makegood.customers.models import ContactPoint, Customer
from makegood.customers.rules import contacts as rule
from makegood.kit.actor import Actor
from makegood.wires.postgres import stage

STAGED = {
    "row": "int8", "name": "bytea", "name_masked": "text", "external_ref": "text", "home_branch_id": "int8",
    "registered_at": "timestamptz",
}  # fmt: skip
# Numbered in the order of the rows, so that sorted ids are in that order too.
WRITE = """
INSERT INTO customers_customer (name, name_masked, kind, tier, locale, external_ref, home_branch_id, registered_at)
SELECT name, name_masked, 'consumer', 'normal', 'zh-hans', external_ref, home_branch_id, registered_at
FROM customers_stage ORDER BY row RETURNING id
"""


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
    fresh: dict[object, NewCustomer] = {}
    for place, person in enumerate(people):
        identity = known.identity(person) or place
        if known.of(person) is None and identity not in fresh:
            fresh[identity] = person
    made = _written(list(fresh.values()), at)
    ids = dict(zip(fresh, made, strict=True))
    _add_contacts(people, ids, known, at)
    if made:
        journal.record(CustomersImported(made[0], made[-1], len(made)), by=by, at=at)
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


def _written(people: Sequence[NewCustomer], at: datetime) -> list[int]:
    """Their ids, in the order given, by COPY and one statement."""
    if not people:
        return []
    rows = (
        (
            row, vault().seal(person.name) if person.name else None, rule.masked_name(person.name)[:120],
            person.external_ref, person.branch_id, person.registered_at or at,
        )
        for row, person in enumerate(people)
    )  # fmt: skip
    with connection.cursor() as cursor:
        stage(cursor, "customers_stage", STAGED, rows)
        cursor.execute(WRITE)
        return sorted(pk for (pk,) in cursor.fetchall())


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
