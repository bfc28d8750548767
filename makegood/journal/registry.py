"""Which reactions each event has. Filled when the ``reactions`` room is loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from makegood.journal.events import Event
from makegood.journal.modes import Mode

Handler = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Reaction:
    """``handler(event, entry)``, or ``handler([(event, entry), …])`` of one that takes them ``in_batches``.

    ``outside`` ones reach customers, staff or money and run for live entries only.
    """

    name: str
    handler: Handler
    outside: bool = False
    in_batches: bool = False

    def runs_in(self, mode: Mode) -> bool:
        return mode is Mode.LIVE or not self.outside


_by_event: defaultdict[str, list[Reaction]] = defaultdict(list)
_by_name: dict[str, Reaction] = {}


def on(*events: type[Event], outside: bool = False, batch: bool = False) -> Callable[[Handler], Handler]:
    """Register a reaction to each of ``events``. It must be repeatable: delivery is at least once.

    With ``batch`` it is handed a list of (event, entry) pairs: entries of one mode, each about another subject. If
    it raises, all of that call is undone and each pair is handed over alone, so that one bad entry holds up nobody.
    """

    def register(handler: Handler) -> Handler:
        reaction = Reaction(f"{handler.__module__.split('.')[-1]}.{handler.__name__}", handler, outside, batch)
        if reaction.name in _by_name:
            raise RuntimeError(f"two reactions are called {reaction.name}")
        _by_name[reaction.name] = reaction
        for event in events:
            _by_event[event.name].append(reaction)
        return handler

    return register


def reactions_to(event_name: str, mode: Mode) -> list[Reaction]:
    return [reaction for reaction in _by_event.get(event_name, ()) if reaction.runs_in(mode)]


def reaction_called(name: str) -> Reaction | None:
    return _by_name.get(name)


def index() -> dict[str, list[Reaction]]:
    """Event name → its reactions, for ``docs/reactions.md``."""
    return {name: list(found) for name, found in sorted(_by_event.items())}
