"""Who else has the same thing open. Kept for a short while in the cache; nothing depends on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache

from makegood.people.models import Staff

STAYS = timedelta(seconds=45)


def arrive(subject: str, staff: Staff, *, at: datetime) -> list[str]:
    """Note that ``staff`` looks at ``subject``; return the names of the others who do."""
    key = f"presence:{subject}"
    present: dict[int, tuple[str, datetime]] = cache.get(key) or {}
    present = {pk: (name, seen) for pk, (name, seen) in present.items() if at - seen < STAYS}
    present[staff.pk] = (str(staff), at)
    cache.set(key, present, timeout=int(STAYS.total_seconds()))
    return [name for pk, (name, _seen) in present.items() if pk != staff.pk]
