"""Events: frozen facts in the past tense that hold ids and short codes only, never text about people."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, ClassVar

EVENTS: dict[str, type[Event]] = {}


class Event:
    """Base of every event. A subclass is a frozen dataclass that names its subject:

    ``class CaseOpened(Event, subject="case")`` must have a field ``case_id``; a field ``branch_id`` is
    copied to the entry so that readers can be scoped. ``about`` names another field when the id is not
    ``<subject>_id``.

    An event of many kinds of subject (a promise about a case, an order …) has the fields ``subject_kind`` and
    ``subject_id`` from a dataclass named before ``Event`` among its bases: its entries are about that subject.
    """

    subject_kind: str
    subject_field: ClassVar[str]
    name: ClassVar[str]

    def __init_subclass__(cls, *, subject: str, about: str = "") -> None:
        super().__init_subclass__()
        room = cls.__module__.split(".")[1]
        cls.subject_kind, cls.subject_field = subject, about or f"{subject}_id"
        cls.name = f"{room}.{cls.__name__}"
        EVENTS[cls.name] = cls

    @property
    def subject_id(self) -> int:
        return int(getattr(self, self.subject_field))

    @property
    def scope_branch_id(self) -> int | None:
        return getattr(self, "branch_id", None)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)  # type: ignore[call-overload,no-any-return]

    @staticmethod
    def load(name: str, data: dict[str, Any]) -> Event:
        """The event of a stored entry. Fields that a later release added take their defaults."""
        cls = EVENTS[name]
        known = {f.name for f in fields(cls)}  # type: ignore[arg-type]
        return cls(**{key: value for key, value in data.items() if key in known})
