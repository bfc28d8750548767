from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Case, ClosingCondition
from makegood.kit.actor import Actor
from makegood.kit.errors import Refusal


class NotYet(Refusal):
    code = "conditions_open"
    message = _("The case cannot be closed yet. Still missing: %(open)s.")


def require(case: Case, code: str, *, at: datetime) -> None:
    """Before closing, ``code`` must be satisfied; asking again changes nothing."""
    ClosingCondition.objects.bulk_create(
        [ClosingCondition(case=case, code=code, required_at=at)], ignore_conflicts=True
    )


def satisfy(case: Case, code: str, *, by: Actor, at: datetime) -> None:
    """``code`` is true now; it need not have been required before. Repeatable."""
    done = {"satisfied_at": at, "satisfied_by_kind": by.kind.value, "satisfied_by_id": by.id}
    if not ClosingCondition.objects.filter(case=case, code=code, satisfied_at=None).update(**done):
        ClosingCondition.objects.bulk_create(
            [ClosingCondition(case=case, code=code, required_at=at, **done)], ignore_conflicts=True
        )


def renounce(case: Case, code: str) -> None:
    """``code`` is asked for no longer (the remedy was declined, say)."""
    ClosingCondition.objects.filter(case=case, code=code, satisfied_at=None).delete()


def unsatisfy(case: Case, code: str, *, at: datetime) -> None:
    """``code`` has to be done anew: a reopened case is told its result again."""
    ClosingCondition.objects.filter(case=case, code=code).update(
        satisfied_at=None, satisfied_by_kind="", satisfied_by_id=None, required_at=at
    )


def check_conditions(case: Case) -> None:
    """Raises NotYet naming what is open."""
    waiting = list(ClosingCondition.objects.filter(case=case, satisfied_at=None).order_by("pk"))
    if waiting:
        raise NotYet(open="; ".join(str(condition.label) for condition in waiting))
