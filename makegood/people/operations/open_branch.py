from __future__ import annotations

from django.db import transaction

from makegood.people.models import Branch


@transaction.atomic
def open_branch(
    *, code: str, name: str, kind: str = Branch.Kind.BRANCH, city: str = "", parent: Branch | None = None,
    time_zone: str = "Asia/Shanghai", hotline: str = "",
) -> Branch:  # fmt: skip
    """Add a branch below ``parent`` and set its path."""
    branch = Branch.objects.create(
        code=code, name=name, kind=kind, city=city, parent=parent, time_zone=time_zone, hotline=hotline
    )
    branch.path = f"{parent.path if parent else '/'}{branch.pk}/"
    Branch.objects.filter(pk=branch.pk).update(path=branch.path)
    return branch
