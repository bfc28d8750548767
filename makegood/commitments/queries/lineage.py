from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from makegood.commitments.models import SubjectLink
from makegood.commitments.rules.lineage import Lineage, Link
from makegood.commitments.rules.signals import Subject


def lineage_of(subjects: Collection[Subject]) -> Lineage:
    """Every link that joins others to these, however far: one query where nothing was merged or split."""
    known: dict[int, Link] = {}
    seen: set[Subject] = set()
    new = set(subjects)
    while new:
        found = SubjectLink.objects.filter(_touching(new), undone_at__isnull=True)
        known |= {row.pk: link_of(row) for row in found}
        seen |= new
        new = {end for link in known.values() for end in (link.heir, link.source)} - seen
    return Lineage(known.values())


def link_of(row: SubjectLink) -> Link:
    heir, source = Subject(row.subject_kind, row.heir_id), Subject(row.subject_kind, row.source_id)
    return Link(heir, source, row.at, row.kind == SubjectLink.Kind.MERGE)


def _touching(subjects: Iterable[Subject]) -> Q:
    wanted = Q(pk__in=())
    by_kind: dict[str, list[int]] = {}
    for kind, pk in subjects:
        by_kind.setdefault(kind, []).append(pk)
    for kind, ids in by_kind.items():
        wanted |= Q(subject_kind=kind) & (Q(heir_id__in=ids) | Q(source_id__in=ids))
    return wanted
