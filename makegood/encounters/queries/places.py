from __future__ import annotations

from makegood.people.models import Branch


def below(branch: Branch | None) -> frozenset[int] | None:
    """The ids of a branch and those under it; None for no branch, which reaches all."""
    if branch is None:
        return None
    return frozenset(Branch.objects.filter(path__startswith=branch.path).values_list("pk", flat=True))


class Branches:
    """Branches by everything that a line may call them, within reach; one query. An empty name is the default's."""

    def __init__(self, reach: frozenset[int] | None, default: int | None = None) -> None:
        self._default = default
        self._known: dict[str, int | None] = {}
        for branch in Branch.objects.filter(is_active=True).order_by("pk"):
            if reach is not None and branch.pk not in reach:
                continue
            for word in (branch.code.casefold(), branch.name.casefold()):
                known = self._known.setdefault(word, branch.pk)
                if known != branch.pk:
                    self._known[word] = None  # two of one name: the name alone says neither

    def find(self, called: str) -> int | None:
        return self._known.get(called.casefold()) if called else self._default
