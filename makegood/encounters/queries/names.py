from __future__ import annotations

from makegood.encounters.models import StageName
from makegood.encounters.rules.timings import STANDARD


def stage_names() -> frozenset[str]:
    """The stages that this house knows: the standard ones and its own, without those it has put away."""
    house = dict(StageName.objects.values_list("code", "is_active"))
    return frozenset(name for name in (*STANDARD, *house) if house.get(name, True))
