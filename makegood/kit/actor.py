"""Who did something: a person, a machine, an engine, a customer, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    STAFF = "staff"
    CUSTOMER = "customer"
    MACHINE = "machine"
    ENGINE = "engine"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts. ``id`` is the primary key in the room that owns the kind, or None for the system."""

    kind: ActorKind
    id: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", ActorKind(self.kind))
        if self.kind is not ActorKind.SYSTEM and self.id is None:
            raise ValueError(f"an actor of kind {self.kind} needs an id")

    @classmethod
    def staff(cls, pk: int) -> Actor:
        return cls(ActorKind.STAFF, pk)

    @classmethod
    def customer(cls, pk: int) -> Actor:
        return cls(ActorKind.CUSTOMER, pk)

    @classmethod
    def machine(cls, pk: int) -> Actor:
        return cls(ActorKind.MACHINE, pk)

    @property
    def is_person(self) -> bool:
        return self.kind in (ActorKind.STAFF, ActorKind.CUSTOMER)


SYSTEM = Actor(ActorKind.SYSTEM)
