from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.engines.offers import PolicyProblem, problems_of
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import NotAllowed, SomebodyWasFaster
from makegood.recovery.events import PolicyPublished
from makegood.recovery.models import PolicyVersion, RemedyKind
from makegood.recovery.models.refusals import PolicyUnsound
from makegood.recovery.rules.terms import problems_of_terms

Status = PolicyVersion.Status


def _staff_id(by: Actor) -> int | None:
    return by.id if by.kind is ActorKind.STAFF else None


@transaction.atomic
def draft_policy(table: Mapping[str, Any], *, by: Actor, at: datetime, note: str = "") -> PolicyVersion:
    """A new draft, sound or not; it can be tried out before it is published."""
    last = PolicyVersion.objects.aggregate(last=Max("number"))["last"] or 0
    return PolicyVersion.objects.create(
        number=last + 1, table=dict(table), note=note, drafted_by_id=_staff_id(by), drafted_at=at
    )


@transaction.atomic
def edit_policy(
    policy: PolicyVersion, table: Mapping[str, Any], *, by: Actor, at: datetime, note: str
) -> PolicyVersion:
    """Change a draft; its author becomes whoever edited it last. A published version is never edited."""
    changed = {"table": dict(table), "note": note, "drafted_by_id": _staff_id(by), "drafted_at": at}
    if not PolicyVersion.objects.filter(pk=policy.pk, status=Status.DRAFT).update(**changed):
        raise SomebodyWasFaster
    policy.refresh_from_db()
    return policy


@transaction.atomic
def publish_policy(policy: PolicyVersion, *, by: Actor, at: datetime) -> PolicyVersion:
    """Put a draft in force and replace the version before; running offers keep theirs.

    Raises PolicyUnsound (what is wrong, row by row), NotAllowed to its own author, SomebodyWasFaster.
    """
    policy = PolicyVersion.objects.select_for_update().get(pk=policy.pk)
    if not policy.is_draft:
        raise SomebodyWasFaster
    if by.kind is ActorKind.STAFF and by.id == policy.drafted_by_id:
        raise NotAllowed(_("You drafted this policy. Somebody else must publish it."))
    problems = problems_of_policy(policy.table)
    if problems:
        raise PolicyUnsound(problems)
    PolicyVersion.objects.filter(status=Status.PUBLISHED).update(status=Status.REPLACED)
    changed = {"status": Status.PUBLISHED, "published_by_id": _staff_id(by), "published_at": at}
    PolicyVersion.objects.filter(pk=policy.pk).update(**changed)
    journal.record(PolicyPublished(policy.pk, policy.number), by=by, at=at)
    policy.refresh_from_db()
    return policy


def problems_of_policy(table: Mapping[str, Any]) -> list[PolicyProblem]:
    """Everything that keeps a table from being published, with the catalogue as it stands now."""
    codes = list(RemedyKind.objects.filter(is_active=True).values_list("code", flat=True))
    return [*problems_of(table, remedies=codes), *problems_of_terms(table)]
