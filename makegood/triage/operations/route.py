from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.engines.text.contract import ASPECTS
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.people.models import Branch, Department
from makegood.triage.events import FeedbackRouted, RoutingRuleAdded, RoutingRuleRetired
from makegood.triage.models import Category, Nature, RoutingRule, TriageItem, Urgency


@transaction.atomic
def route(item: TriageItem, *, department: Department, by: Actor, at: datetime) -> None:
    """Send an item to a department. Raises SomebodyWasFaster when it has moved since it was read."""
    old = item.department_id
    if old == department.pk:
        return
    if not TriageItem.objects.filter(Q(department_id=old), pk=item.pk).update(department=department):
        raise SomebodyWasFaster
    item.department = department
    journal.record(FeedbackRouted(item.feedback_id, item.pk, item.branch_id, department.pk), by=by, at=at)


@transaction.atomic
def add_routing_rule(
    *, department: Department, branch: Branch | None = None, nature: str = "", category: str = "",
    urgency: str = "", aspect: str = "", order: int = 100, by: Actor, at: datetime,
) -> RoutingRule:  # fmt: skip
    """From now on what fits goes to ``department``. Raises Invalid for an unknown condition."""
    known = {"nature": Nature.values, "category": Category.values, "urgency": Urgency.values, "aspect": [*ASPECTS]}
    conditions = {"nature": nature, "category": category, "urgency": urgency, "aspect": aspect}
    for name, value in conditions.items():
        if value and value not in known[name]:
            raise Invalid(_("Choose one of the values offered."), field=name)
    rule = RoutingRule.objects.create(department=department, branch=branch, order=order, added_at=at, **conditions)
    journal.record(RoutingRuleAdded(rule.pk, department.pk, rule.branch_id), by=by, at=at)
    return rule


@transaction.atomic
def retire_routing_rule(rule: RoutingRule, *, by: Actor, at: datetime) -> None:
    """Stop using a rule; what it routed stays where it is. Raises SomebodyWasFaster when it was retired."""
    if not RoutingRule.objects.filter(pk=rule.pk, retired_at=None).update(retired_at=at):
        raise SomebodyWasFaster
    journal.record(RoutingRuleRetired(rule.pk), by=by, at=at)
