from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform

from makegood.commitments.models import Clock, HeardSignal
from makegood.commitments.queries.attainment import MINIMUM, Attainment, standing_verdicts
from makegood.commitments.rules.states import OPEN, Outcome
from makegood.engines.statistics import Comparison, NotEnough, compare_shares, share_with_interval
from makegood.kit.periods import Period

COUNTED: Any = {
    "kept": Count("outcome", filter=Q(outcome=Outcome.KEPT)),
    "broken": Count("outcome", filter=Q(outcome=Outcome.BROKEN)),
}


def attainment_by_commitment(
    *, period: Period | None = None, branch_ids: frozenset[int] | None = None, minimum: int = MINIMUM
) -> dict[int, Attainment]:
    """``attainment`` of every commitment at once, by its id, in two queries; unmeasured ones are missing."""
    return _grouped("commitment", None, period, branch_ids, minimum)


def attainment_by_branch(
    code: str,
    *,
    period: Period | None = None,
    branch_ids: frozenset[int] | None = None,
    as_of: datetime | None = None,
    minimum: int = MINIMUM,
) -> dict[int, Attainment]:
    """``attainment`` of one commitment in each branch, by the branch's id (None for those of no branch)."""
    return _grouped("branch", code, period, branch_ids, minimum, as_of)


def attainment_by_fact(
    fact: str,
    code: str,
    *,
    period: Period | None = None,
    branch_ids: frozenset[int] | None = None,
    as_of: datetime | None = None,
    minimum: int = MINIMUM,
) -> dict[str, Attainment]:
    """``attainment`` of one commitment by what its subjects were when the clock began: "channel", "department_id", …

    The fact is read from the signal that started the clock; "" where it said nothing. Without running clocks.
    """
    begun = HeardSignal.objects.filter(
        subject_kind=OuterRef("clock__subject_kind"),
        subject_id=OuterRef("clock__subject_id"),
        at=OuterRef("clock__started_at"),
    )
    told = Subquery(begun.order_by("pk").annotate(said=KeyTextTransform(fact, "facts")).values("said")[:1])
    rows: Any = standing_verdicts(code, period, branch_ids, as_of).order_by().annotate(said=told).values("said")
    return {
        row["said"] or "": Attainment(
            row["kept"],
            row["broken"],
            0,
            share_with_interval(row["kept"], row["kept"] + row["broken"], minimum=minimum),
        )
        for row in rows.annotate(**COUNTED)
    }


def compared(attainments: Mapping[Any, Attainment], *, minimum: int = MINIMUM) -> Comparison | NotEnough:
    """D4: whether the groups keep the promise alike, tested; groups of no name (None, "") are left aside."""
    counts = {name: (found.kept, found.n) for name, found in attainments.items() if name not in (None, "")}
    return compare_shares(counts, minimum=minimum)


def _grouped(
    field: str,
    code: str | None,
    period: Period | None,
    branch_ids: frozenset[int] | None,
    minimum: int,
    as_of: datetime | None = None,
) -> dict[int, Attainment]:
    counted = {
        row[f"clock__{field}"]: (row["kept"], row["broken"])
        for row in standing_verdicts(code, period, branch_ids, as_of)
        .order_by()
        .values(f"clock__{field}")
        .annotate(**COUNTED)
    }
    clocks = Clock.objects.all().in_branches(branch_ids).filter(state__in=[state.value for state in OPEN])
    if code is not None:
        clocks = clocks.filter(commitment__code=code)
    if as_of is not None:
        clocks = clocks.filter(made_at__lte=as_of)
    running = dict(clocks.order_by().values_list(field).annotate(n=Count("pk")))
    return {
        pk: Attainment(kept, broken, running.get(pk, 0), share_with_interval(kept, kept + broken, minimum=minimum))
        for pk in counted.keys() | running.keys()
        for kept, broken in [counted.get(pk, (0, 0))]
    }
