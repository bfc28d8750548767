from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import CommitmentMoved
from makegood.commitments.models import CalendarVersion, Commitment, CommitmentVersion, VersionMove
from makegood.commitments.rules.extensions import MOST, ROLES
from makegood.commitments.rules.quality import problem_with
from makegood.commitments.rules.scope import TAGS, unknown_dimensions
from makegood.commitments.rules.signals import unknown_signals
from makegood.commitments.rules.terms import BudgetKind
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid

State = CommitmentVersion.State
TEN_YEARS = {BudgetKind.WORKING_DAYS: 3_650}
LEFT_OUT: dict[str, Any] = {
    "cancels_on": [], "warning_shares": [80], "grace_seconds": 0, "pause_limit_seconds": None, "repeats": False,
    "exclusions": {}, "contact": "", "extensions": [],
}  # fmt: skip
ABOUT_THE_COMMITMENT = ("code", "name", "is_guarantee", "remedy_code", "is_public")


@dataclass(frozen=True)
class Draft:
    """Everything a promise says. `calendar` is a code; budgets are days or seconds by `budget_kind`.

    `extensions` are `rules.extensions.Step`s as data.
    What is None stays as the version before had it (`LEFT_OUT` for a first version); a pause limit of 0 is none.
    """

    code: str
    name: str
    statement_zh_hans: str
    calendar: str
    budget_kind: str
    budget: int
    starts_on: Sequence[str]
    stops_on: Sequence[str]
    statement_zh_hant: str = ""
    statement_en: str = ""
    pauses_on: Sequence[str] = ()
    resumes_on: Sequence[str] = ()
    cancels_on: Sequence[str] | None = None
    scope: Mapping[str, Any] = field(default_factory=dict)
    target: Decimal = Decimal("0.95")
    warning_shares: Sequence[int] | None = None
    grace_seconds: int | None = None
    pause_limit_seconds: int | None = None
    repeats: bool | None = None
    exclusions: Mapping[str, Any] | None = None
    contact: str | None = None
    extensions: Sequence[Mapping[str, Any]] | None = None
    quality: Mapping[str, Any] | None = None
    is_guarantee: bool = False
    remedy_code: str = ""
    is_public: bool = True


@transaction.atomic
def draft_commitment(draft: Draft, *, by: Actor, at: datetime) -> CommitmentVersion:
    """The next version of a promise as a draft; an unpublished one is rewritten. Raises Invalid."""
    _check(draft)
    calendar = CalendarVersion.objects.filter(calendar__code=draft.calendar).order_by("-number").first()
    if calendar is None:
        raise Invalid(_("Choose a working calendar."), field="calendar")
    values = asdict(draft)
    about = {name: values.pop(name) for name in ABOUT_THE_COMMITMENT}
    commitment, _is_new = Commitment.objects.get_or_create(code=about.pop("code"), defaults=about)
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    last = commitment.versions.order_by("-number").first()
    is_open = last is not None and last.state in (State.DRAFT, State.REVIEWED)
    if last is not None and (last.budget_kind == BudgetKind.QUALITY) != (draft.budget_kind == BudgetKind.QUALITY):
        raise Invalid(_("A promise about time stays one. Draft a new promise for a quality."), field="budget_kind")
    version = last if last is not None and is_open else CommitmentVersion(commitment=commitment)
    old = version.state if is_open else ""
    traditional = _in_traditional(draft, last)
    if not is_open:
        version.number = (last.number if last else 0) + 1
    version.state, version.drafted_at, version.calendar = State.DRAFT, at, calendar
    for name, value in (values | _kept(draft, last)).items():
        if name != "calendar":
            setattr(version, name, list(value) if isinstance(value, tuple) else value)
    version.statement_zh_hant = traditional
    version.save()
    Commitment.objects.filter(pk=commitment.pk).update(**about)
    record_move(version, old, by=by, at=at)
    return version


def _kept(draft: Draft, last: CommitmentVersion | None) -> dict[str, Any]:
    """What the draft leaves out, from the version before or by default."""
    found = {
        name: getattr(last, name) if last is not None else default
        for name, default in LEFT_OUT.items()
        if getattr(draft, name) is None
    }
    return found | ({"pause_limit_seconds": None} if draft.pause_limit_seconds == 0 else {})


def record_move(version: CommitmentVersion, old: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """The row and the entry that every change of state leaves."""
    VersionMove.objects.create(
        version=version, old=old, new=version.state, by_kind=by.kind.value, by_id=by.id, at=at, reason=reason
    )
    journal.record(CommitmentMoved(version.commitment_id, version.pk, version.state), by=by, at=at)


def _check(draft: Draft) -> None:
    if not draft.starts_on:
        raise Invalid(_("Say what starts the clock."), field="starts_on")
    if draft.budget_kind == BudgetKind.QUALITY or draft.quality is not None:
        _check_quality(draft)
    elif not draft.stops_on:
        raise Invalid(_("Say what stops the clock."), field="stops_on")
    if set(draft.starts_on) & set(draft.stops_on) and not draft.repeats:
        raise Invalid(_("The same thing cannot both start and stop the clock."), field="stops_on")
    if bool(draft.pauses_on) != bool(draft.resumes_on):
        raise Invalid(_("A clock that can be paused needs something that resumes it."), field="resumes_on")
    names = [*draft.starts_on, *draft.stops_on, *draft.pauses_on, *draft.resumes_on, *(draft.cancels_on or ())]
    if unknown := unknown_signals(names):
        raise Invalid(_("Nothing sends the signal “%(name)s”."), field="starts_on", name=unknown[0])
    if unknown := unknown_dimensions(draft.scope):
        raise Invalid(_("A promise cannot be limited by “%(name)s”."), field="scope", name=unknown[0])
    if unknown := unknown_dimensions(draft.exclusions or {}, TAGS):
        raise Invalid(_("A promise cannot be limited by “%(name)s”."), field="exclusions", name=unknown[0])
    if draft.budget_kind not in [kind.value for kind in BudgetKind]:
        raise Invalid(_("Choose what the time limit is counted in."), field="budget_kind")
    if draft.budget_kind == BudgetKind.PROMISED and (draft.pauses_on or draft.repeats):
        raise Invalid(_("A promised date cannot be paused and comes once."), field="pauses_on")
    most = TEN_YEARS.get(BudgetKind(draft.budget_kind), 315_360_000)
    if not 0 < draft.budget <= most:
        raise Invalid(_("The time limit must be more than zero and at most ten years."), field="budget")
    if not 0 < draft.target <= 1:
        raise Invalid(_("The target lies above 0 and at most at 100 %."), field="target")
    if any(not 0 < share < 100 for share in draft.warning_shares or ()):
        raise Invalid(_("Warnings lie between 1 and 99 % of the time limit."), field="warning_shares")
    if draft.is_guarantee and not draft.remedy_code:
        raise Invalid(_("A guarantee names the remedy that is due when it is broken."), field="remedy_code")
    _check_extensions(draft, most)


def _check_quality(draft: Draft) -> None:
    wrong = problem_with(draft.quality or {})
    if draft.budget_kind != BudgetKind.QUALITY or wrong:
        raise Invalid(_("Say what is measured and what is good enough."), field=wrong or "budget_kind")
    if draft.stops_on or draft.pauses_on or draft.extensions or draft.repeats:
        raise Invalid(_("A measured quality has no clock: nothing stops, rests or extends it."), field="quality")
    if not all(name.startswith("measure.") for name in draft.starts_on):
        raise Invalid(_("Say what is measured and what is good enough."), field="starts_on")


def _check_extensions(draft: Draft, most: int) -> None:
    steps = draft.extensions or ()
    if steps and draft.budget_kind == BudgetKind.PROMISED:
        raise Invalid(_("A promised date cannot be extended."), field="extensions")
    if len(steps) > MOST:
        raise Invalid(_("More time can be given in %(n)s steps at most."), field="extensions", n=MOST)
    for data in steps:
        if data.get("role") not in ROLES:
            raise Invalid(_("Choose who must agree to more time."), field="extensions")
        if not 0 < int(data.get("adds", 0)) <= most:
            raise Invalid(_("Each step adds more than nothing and at most ten years."), field="extensions")


def _in_traditional(draft: Draft, last: CommitmentVersion | None) -> str:
    """As written, or derived; one that was derived from other words before is derived again."""
    given = draft.statement_zh_hant
    if last is not None and given == last.statement_zh_hant and draft.statement_zh_hans != last.statement_zh_hans:
        given = "" if given == _traditional(last.statement_zh_hans) else given
    return given or _traditional(draft.statement_zh_hans)


def _traditional(text: str) -> str:
    from opencc import OpenCC  # loading its tables costs more than most requests

    return str(OpenCC("s2twp").convert(text))
