from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.journal import Mode
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import Invalid, NotAllowed, Refusal, SomebodyWasFaster
from makegood.triage.events import FeedbackIsPressing, FeedbackScreened
from makegood.triage.models import (
    Category,
    Feeling,
    ItemState,
    Nature,
    Screening,
    Source,
    TriageItem,
    Urgency,
    Verdict,
)
from makegood.triage.rules.due import priority
from makegood.triage.rules.feeling import score_of

CHOICES: Mapping[str, Sequence[str]] = {
    "source": Source.values,
    "nature": Nature.values,
    "urgency": Urgency.values,
    "category": Category.values,
    "feeling": Feeling.values,
}


class AlreadyScreened(Refusal):
    code = "already_screened"
    message = _("This item has been screened already. Undo the screening first if it is wrong.")


@transaction.atomic
def screen(
    item: TriageItem, *, by: Actor, at: datetime, decided: Mapping[str, str] | None = None,
    department_id: int | None = None, note: str = "",
) -> Screening:  # fmt: skip
    """Confirm the verdict, overruling the fields named in ``decided`` (source, nature, urgency, category, feeling).

    Raises Invalid for an unknown value, AlreadyScreened, SomebodyWasFaster, NotAllowed for a machine.
    """
    values = _checked(item, decided or {})
    if not item.is_waiting:
        raise AlreadyScreened
    before = state_of(item)
    department = department_id if department_id is not None else item.department_id
    changes = _changes(item, values, by=by, at=at) | {"department_id": department}
    if not TriageItem.objects.filter(pk=item.pk, state=ItemState.WAITING).update(**changes):
        raise SomebodyWasFaster
    verdict = Verdict.objects.filter(item_id=item.pk).order_by("-pk").first()
    screening = Screening.objects.create(
        **_row(item, verdict, values, before=before, by=by, at=at), note=note.strip()[:500]
    )
    for name, value in changes.items():
        setattr(item, name, value)
    journal.record_many(_events(item, screening, before), by=by, at=at)
    return screening


@transaction.atomic
def confirm_many(items: Sequence[TriageItem], *, by: Actor, at: datetime) -> list[Screening]:
    """Confirm the verdicts of many items as they stand, in a fixed number of statements.

    Items that somebody else screened meanwhile are left out of the answer.
    """
    _only_people(by)
    ids = [item.pk for item in items]
    waiting = list(TriageItem.objects.waiting().filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))
    verdicts = {v.item_id: v for v in Verdict.objects.filter(item__in=waiting).order_by("pk")}
    screenings = Screening.objects.bulk_create(
        Screening(**_row(i, verdicts.get(i.pk), _values(i), before=state_of(i), by=by, at=at)) for i in waiting
    )
    TriageItem.objects.filter(pk__in=[item.pk for item in waiting]).update(
        state=ItemState.SCREENED, screened_at=at, screened_by_id=by.id
    )
    journal.record_many([_screened(i, s) for i, s in zip(waiting, screenings, strict=True)], by=by, at=at)
    return screenings


def state_of(item: TriageItem) -> dict[str, Any]:
    """What undoing a screening gives back."""
    names = (*CHOICES, "sentiment", "priority", "department_id")
    return {name: getattr(item, name) for name in names}


def _values(item: TriageItem) -> dict[str, str]:
    return {name: getattr(item, name) for name in CHOICES}


def _checked(item: TriageItem, decided: Mapping[str, str]) -> dict[str, str]:
    for name, value in decided.items():
        if name not in CHOICES or value not in CHOICES[name]:
            raise Invalid(_("Choose one of the values offered."), field=name)
    return _values(item) | dict(decided)


def _only_people(by: Actor) -> None:
    if by.kind is not ActorKind.STAFF:
        raise NotAllowed


def _changes(item: TriageItem, values: Mapping[str, str], *, by: Actor, at: datetime) -> dict[str, Any]:
    _only_people(by)
    changed_feeling = values["feeling"] != item.feeling
    return {
        **values,
        "sentiment": score_of(values["feeling"]) if changed_feeling else item.sentiment,
        "priority": priority(values["urgency"], is_angry="angry" in item.flags),
        "state": ItemState.SCREENED,
        "screened_at": at,
        "screened_by_id": by.id,
    }


def _row(
    item: TriageItem, verdict: Verdict | None, values: Mapping[str, str], *, before: dict[str, Any], by: Actor,
    at: datetime,
) -> dict[str, Any]:  # fmt: skip
    said = {name: getattr(verdict, name) for name in CHOICES} if verdict else before
    return {
        **values,
        "item": item,
        "verdict": verdict,
        "branch_id": item.branch_id,
        "staff_id": by.id,
        "overruled": [name for name in CHOICES if values[name] != said[name]],
        "before": before,
        "screened_at": at,
    }


def _screened(item: TriageItem, screening: Screening) -> FeedbackScreened:
    return FeedbackScreened(
        item.feedback_id, item.pk, item.branch_id, item.department_id, screening.source, screening.nature,
        screening.urgency, screening.category, ",".join(screening.overruled),
    )  # fmt: skip


def _events(
    item: TriageItem, screening: Screening, before: Mapping[str, Any]
) -> list[FeedbackScreened | FeedbackIsPressing]:
    """A live item that a person finds more pressing than the engine did is pressing news."""
    rose = priority(screening.urgency, is_angry=False) < priority(before["urgency"], is_angry=False)
    events: list[FeedbackScreened | FeedbackIsPressing] = [_screened(item, screening)]
    if rose and item.mode == Mode.LIVE:
        events.append(
            FeedbackIsPressing(
                item.feedback_id,
                item.pk,
                item.branch_id,
                item.department_id,
                screening.urgency,
                ",".join(item.flags),
            )
        )
    return events
