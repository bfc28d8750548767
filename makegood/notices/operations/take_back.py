from __future__ import annotations

from collections.abc import Iterable

from makegood.notices.models import Notice


def take_back(staff_id: int, *, links: Iterable[str]) -> int:
    """Drop a person's notices that lead to a thing they may no longer see; returns how many there were."""
    return Notice.objects.filter(staff_id=staff_id, link__in=list(links)).delete()[0]
