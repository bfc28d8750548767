"""How often and how far apart an outgoing message is tried."""

from __future__ import annotations

from datetime import timedelta

WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
MAX_ATTEMPTS = len(WAITS) + 1


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after the ``attempts``-th failed attempt (from 1); None when it was the last."""
    return WAITS[attempts - 1] if attempts < MAX_ATTEMPTS else None
