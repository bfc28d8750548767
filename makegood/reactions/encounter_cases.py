"""Where a customer and we speak about an encounter: the case about it, opened by us when there is none."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from makegood.cases.models import Case
from makegood.cases.operations import choose_owner, make_tracking_link, open_case
from makegood.cases.queries import language_of
from makegood.encounters.models import Encounter
from makegood.kit.actor import SYSTEM

__all__ = ["case_about", "language_of", "page_of"]


def case_about(encounter: Encounter, title: str, *, at: datetime) -> Case:
    """The first case about this encounter; a new one (source internal) when there is none.

    The outbox hears one encounter's news one after the other, so that two never open two.
    """
    known = Case.objects.filter(encounter=encounter).select_related("customer", "thread", "branch").order_by("pk")
    if found := known.first():
        return found
    owner = choose_owner(branch_id=encounter.branch_id, department_id=None, at=at)
    return open_case(
        encounter=encounter, owner=owner, title=f"{title}：{encounter.reference}", source="internal", urgency="normal",
        severity="minor", price_minor=encounter.amount_minor, by=SYSTEM, at=at,
    )  # fmt: skip


def page_of(case: Case, *, at: datetime) -> str:
    """The address of the customer's page about the case."""
    return f"{settings.PUBLIC_URL}/t/{make_tracking_link(case, by=SYSTEM, at=at)}"
