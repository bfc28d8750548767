from __future__ import annotations

from django.db.models import Count, Q

from makegood.commitments.models import Clock
from makegood.commitments.queries.attainment import MINIMUM, Attainment, standing_verdicts
from makegood.commitments.rules.states import OPEN, Outcome
from makegood.engines.statistics import share_with_interval
from makegood.kit.periods import Period


def attainment_by_commitment(
    *, period: Period | None = None, branch_ids: frozenset[int] | None = None, minimum: int = MINIMUM
) -> dict[int, Attainment]:
    """``attainment`` of every commitment at once, by its id, in two queries; unmeasured ones are missing."""
    return _grouped("commitment", None, period, branch_ids, minimum)


def attainment_by_branch(
    code: str, *, period: Period | None = None, branch_ids: frozenset[int] | None = None, minimum: int = MINIMUM
) -> dict[int, Attainment]:
    """``attainment`` of one commitment in each branch, by the branch's id (None for those of no branch)."""
    return _grouped("branch", code, period, branch_ids, minimum)


def _grouped(
    field: str, code: str | None, period: Period | None, branch_ids: frozenset[int] | None, minimum: int
) -> dict[int, Attainment]:
    counted = {
        row[f"clock__{field}"]: (row["kept"], row["broken"])
        for row in standing_verdicts(code, period, branch_ids, None)
        .order_by()
        .values(f"clock__{field}")
        .annotate(
            kept=Count("pk", filter=Q(outcome=Outcome.KEPT)), broken=Count("pk", filter=Q(outcome=Outcome.BROKEN))
        )
    }
    clocks = Clock.objects.all().in_branches(branch_ids).filter(state__in=[state.value for state in OPEN])
    if code is not None:
        clocks = clocks.filter(commitment__code=code)
    running = dict(clocks.order_by().values_list(field).annotate(n=Count("pk")))
    return {
        pk: Attainment(kept, broken, running.get(pk, 0), share_with_interval(kept, kept + broken, minimum=minimum))
        for pk in counted.keys() | running.keys()
        for kept, broken in [counted.get(pk, (0, 0))]
    }
