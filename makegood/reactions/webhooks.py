"""Systems that asked to be told."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from makegood.journal import on
from makegood.journal.events import EVENTS
from makegood.journal.models import Entry
from makegood.notices.operations import queue_many_deliveries
from makegood.notices.queries import INTERNAL, TOLD_OF

for _room in TOLD_OF:  # their events must be known before they can be listened to
    import_module(f"makegood.{_room}events")


TOLD = [event for name, event in sorted(EVENTS.items()) if name.startswith(TOLD_OF) and name not in INTERNAL]


@on(*TOLD, outside=True, batch=True)
def tell_subscribed_systems(told: Sequence[tuple[Any, Entry]]) -> None:
    """Queues one signed delivery for each address that asked for this event."""
    queue_many_deliveries((entry, entry.at) for _, entry in told)
