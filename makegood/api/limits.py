"""Requests a minute for each token, counted over all processes without a write a request.

A process takes a share of the minute from the database and spends it by itself; when it is spent it takes
another. With shares of a fiftieth a token gets its limit to within a fiftieth for each process.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from django.db import connection

from makegood.people.models import ApiToken

SHARES = 50
TAKE = """
INSERT INTO api_tokenminute (token_id, minute, used) VALUES (%s, %s, %s)
ON CONFLICT (token_id, minute) DO UPDATE SET used = api_tokenminute.used + excluded.used RETURNING used
"""
FORGET = "DELETE FROM api_tokenminute WHERE token_id = %s AND minute < %s"

_left: dict[int, tuple[datetime, int]] = {}
_lock = Lock()


def has_room(token: ApiToken, *, at: datetime) -> bool:
    """Count one request of ``token``; False when its minute is used up."""
    minute = at.replace(second=0, microsecond=0)
    with _lock:
        known, left = _left.get(token.pk, (minute, 0))
        if known == minute and left > 0:
            _left[token.pk] = (minute, left - 1)
            return True
    return _take_share(token, minute)


def _take_share(token: ApiToken, minute: datetime) -> bool:
    share = max(1, token.per_minute // SHARES)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [token.pk, minute, share])
        used: int = cursor.fetchone()[0]
        if used == share:
            cursor.execute(FORGET, [token.pk, minute - timedelta(hours=1)])
    if used - share >= token.per_minute:
        return False
    with _lock:
        _left[token.pk] = (minute, min(share, token.per_minute - used + share) - 1)
    return True
