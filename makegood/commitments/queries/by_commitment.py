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
    counted = {
        row["clock__commitment"]: (row["kept"], row["broken"])
        for row in standing_verdicts(None, period, branch_ids, None)
        .order_by()
        .values("clock__commitment")
        .annotate(
            kept=Count("pk", filter=Q(outcome=Outcome.KEPT)), broken=Count("pk", filter=Q(outcome=Outcome.BROKEN))
        )
    }
    clocks = Clock.objects.all().in_branches(branch_ids).filter(state__in=[state.value for state in OPEN])
    running = dict(clocks.order_by().values_list("commitment").annotate(n=Count("pk")))
    return {
        pk: Attainment(kept, broken, running.get(pk, 0), share_with_interval(kept, kept + broken, minimum=minimum))
        for pk in counted.keys() | running.keys()
        for kept, broken in [counted.get(pk, (0, 0))]
    }
