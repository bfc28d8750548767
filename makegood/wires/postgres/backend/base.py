from __future__ import annotations

import select
import time

from django.db.backends.postgresql.base import DatabaseWrapper as Postgres

FRESH = 5.0  # seconds


class DatabaseWrapper(Postgres):
    """A kept connection is looked at before each request, and asked (``SELECT 1``) only every few seconds.

    A server that died or shut down has closed its end, and a closed socket can be read; only a network that swallows
    everything silently is not seen by looking.
    """

    _asked_at = 0.0

    def is_usable(self) -> bool:
        recent = time.monotonic() - self._asked_at < FRESH
        if recent and not self.errors_occurred and self.connection is not None and _is_quiet(self.connection.fileno()):
            return True
        usable: bool = super().is_usable()
        self._asked_at = time.monotonic() if usable else 0.0
        return usable

    def connect(self) -> None:
        super().connect()
        self._asked_at = time.monotonic()


def _is_quiet(socket: int) -> bool:
    """Nothing has come over it and nobody hung up."""
    waiting = select.poll()
    waiting.register(socket, select.POLLIN | select.POLLPRI)
    return not waiting.poll(0)
