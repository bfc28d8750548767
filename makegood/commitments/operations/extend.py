"""More time for a running promise: asked for, agreed to or refused."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import ExtensionAsked, ExtensionRefused, PromiseExtended
from makegood.commitments.models import Clock, ExtensionRequest
from makegood.commitments.operations.hear import hear
from makegood.commitments.rules.extensions import Step, signal_name
from makegood.commitments.rules.signals import Signal
from makegood.commitments.rules.states import OPEN
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, Refusal, SomebodyWasFaster
from makegood.people.models import Staff

State = ExtensionRequest.State


class NoMoreTime(Refusal):
    code = "no_more_time"
    message = _("This promise allows no more time.")


class TooLateToAsk(Refusal):
    code = "too_late_to_ask"
    message = _("The promise fell due on %(due)s. More time must be asked for before that; now only an answer helps.")


class OverAlready(Refusal):
    code = "over_already"
    message = _("This promise is over; it needs no more time.")


@transaction.atomic
def ask_extension(clock: Clock, *, reason: str, told: str = "", by: Staff, at: datetime) -> ExtensionRequest:
    """Ask for the next step of more time; asking again, or two at once, is one request.

    `reason` is for whoever decides, `told` for the customer (needed where the step tells them). Raises Invalid,
    OverAlready, TooLateToAsk, NoMoreTime.
    """
    clock = Clock.objects.select_for_update(of=("self",)).select_related("version").get(pk=clock.pk)
    known = ExtensionRequest.objects.filter(clock=clock, step=clock.extended + 1).exclude(state=State.REFUSED).first()
    if known is not None:
        return known
    step = next_step(clock, at)
    if not reason.strip():
        raise Invalid(_("Say why more time is needed."), field="reason")
    if step.tells and not told.strip():
        raise Invalid(_("Say it in words for the customer, who is told the new date and why."), field="told")
    request = ExtensionRequest(
        clock=clock, step=clock.extended + 1, role=step.role, tells=step.tells, reason=reason.strip()[:300],
        told=told.strip()[:300], asked_by=by, asked_at=at, due_before=clock.due_at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as taken:
        raise SomebodyWasFaster from taken
    event = ExtensionAsked(*_about(clock), request_id=request.pk, step=request.step, needed=step.role)
    journal.record(event, by=by.actor, at=at)
    return request


def next_step(clock: Clock, at: datetime) -> Step:
    """What may be asked for now. Raises OverAlready, TooLateToAsk, NoMoreTime."""
    if clock.state == Clock.State.BROKEN or (clock.state in OPEN and clock.due_at is not None and clock.due_at < at):
        assert clock.due_at is not None
        raise TooLateToAsk(None, due=timezone.localtime(clock.due_at).strftime("%Y-%m-%d %H:%M"))
    if clock.state not in OPEN:
        raise OverAlready
    steps = clock.version.steps()
    if clock.extended >= len(steps):
        raise NoMoreTime
    return steps[clock.extended]


@transaction.atomic
def agree_extension(request: ExtensionRequest, *, by: Actor, at: datetime) -> ExtensionRequest:
    """The step is heard as of when it was asked for. Repeatable; raises SomebodyWasFaster where it was refused.

    A breach that was found while the answer was waited for is withdrawn by it. On a clock that is over by now it
    changes nothing that the customer would have to hear of.
    """
    if not _decide(request, State.AGREED, at):
        return request
    clock = Clock.objects.select_related("commitment").get(pk=request.clock_id)
    facts = {"commitment": clock.commitment.code, "step": request.step}
    name = signal_name(clock.commitment_id, request.step)
    hear(Signal(name, (clock.subject_kind, clock.subject_id), facts, request.asked_at), at=at, by=by)
    clock.refresh_from_db()
    if clock.state in OPEN and clock.extended >= request.step:
        ExtensionRequest.objects.filter(pk=request.pk).update(due_after=clock.due_at)
        request.due_after = clock.due_at
        event = PromiseExtended(*_about(clock), request_id=request.pk, step=request.step, tells=request.tells)
        journal.record(event, by=by, at=at)
    return request


@transaction.atomic
def refuse_extension(request: ExtensionRequest, *, by: Actor, at: datetime) -> ExtensionRequest:
    """Nothing changes; it may be asked for again. Repeatable; raises SomebodyWasFaster where it was agreed to."""
    if _decide(request, State.REFUSED, at):
        clock = Clock.objects.get(pk=request.clock_id)
        event = ExtensionRefused(*_about(clock), request_id=request.pk, step=request.step)
        journal.record(event, by=by, at=at)
    return request


def _decide(request: ExtensionRequest, state: State, at: datetime) -> bool:
    """Whether it was news."""
    if not ExtensionRequest.objects.filter(pk=request.pk, state=State.ASKED).update(state=state, decided_at=at):
        request.refresh_from_db()
        if request.state != state:
            raise SomebodyWasFaster
        return False
    request.state, request.decided_at = state, at
    return True


def _about(clock: Clock) -> tuple[int, int, int, str, int, int | None]:
    return (
        clock.pk, clock.commitment_id, clock.version_id, clock.subject_kind, clock.subject_id, clock.branch_id,
    )  # fmt: skip
