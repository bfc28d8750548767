from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from makegood.cases.models import Case
from makegood.conversations.models import Message
from makegood.encounters.models import Stage
from makegood.intake.models import Feedback

WINDOW = timedelta(days=90)


@dataclass(frozen=True)
class ToldFirst:
    """Orders later than promised, and those whose customer heard it from us before asking. B10

    Population: stages with a customer whose promised date fell in the last 90 days and was missed or is known to be
    missed, not counting history nobody could be told of. An interval is not given: it is a count, not a sample.
    """

    late: int
    told_first: int

    @property
    def share(self) -> float | None:
        return self.told_first / self.late if self.late else None


def told_first(*, branch_ids: Iterable[int] | None, at: datetime) -> ToldFirst:
    """Counted as of `at`, over these branches (None: all). Asked is whatever the customer wrote to us between the
    beginning of the encounter and our telling: feedback, or a message in a case about it."""
    late = Stage.objects.filter(
        late_since__isnull=False, promised_at__gt=at - WINDOW, encounter__customer__isnull=False
    ).filter(late_since__lte=at)
    if branch_ids is not None:
        late = late.filter(encounter__branch__in=list(branch_ids))
    asked = Feedback.objects.filter(
        customer=OuterRef("encounter__customer"), received_at__gte=OuterRef("encounter__started_at"),
        received_at__lt=OuterRef("told_at"),
    )  # fmt: skip
    threads = Case.objects.filter(encounter=OuterRef(OuterRef("encounter"))).values("thread")
    wrote = Message.objects.filter(thread__in=threads, kind="customer_message", occurred_at__lt=OuterRef("told_at"))
    first = late.filter(Q(told_at__isnull=False) & Q(told_at__lte=at) & Q(told_at__gte=F("late_since")))
    return ToldFirst(late.count(), first.filter(~Exists(asked), ~Exists(wrote)).count())
