from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

EMAIL, WEBHOOK = 0x6D67_6E65, 0x6D67_6E77


@contextmanager
def alone_with(room: int, pk: int) -> Iterator[bool]:
    """Whether this worker alone holds the item while the block runs; False when another one does.

    Held by the database session and not for a time: however slow the other side answers, nobody else sends the same
    again; a worker that dies loses its session and so gives the item back. No transaction stays open meanwhile.
    (Workers need sessions of their own: a pooler in front of them must pool sessions, not transactions.)
    """
    key = pk % 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [room, key])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [room, key])
