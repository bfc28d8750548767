"""Who an actor is, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from makegood.kit.actor import Actor, ActorKind
from makegood.panels.presenters import Person
from makegood.people.models import Staff


class Names:
    """The names of the actors of one page, fetched in one query."""

    def __init__(self, actors: Iterable[Actor], *, customer: str = "") -> None:
        ids = {actor.id for actor in actors if actor.kind == ActorKind.STAFF and actor.id}
        self.staff = dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
        self.customer = customer

    def of(self, actor: Actor) -> Person:
        if actor.kind == ActorKind.STAFF:
            return Person(self.staff.get(actor.id or 0) or _("Somebody who left"))
        if actor.kind == ActorKind.CUSTOMER:
            return Person(self.customer or _("Customer"), "customer")
        if actor.kind == ActorKind.ENGINE:
            return Person(_("Text engine"), "machine")
        return Person(_("System"), "machine")
