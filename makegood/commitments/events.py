"""What the promises room tells the others. Clock events are entries about the promise's own subject."""

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class PromiseStarted(Event, subject="clock"):
    clock_id: int
    commitment_id: int
    version_id: int
    subject_kind: str = ""  # type: ignore[misc]
    subject_id: int = 0  # type: ignore[assignment]
    branch_id: int | None = None


@dataclass(frozen=True)
class PromiseDueSoon(Event, subject="clock"):
    """`share` percent of the budget is used up."""

    clock_id: int
    commitment_id: int
    version_id: int
    share: int = 0
    subject_kind: str = ""  # type: ignore[misc]
    subject_id: int = 0  # type: ignore[assignment]
    branch_id: int | None = None


@dataclass(frozen=True)
class PromiseKept(Event, subject="clock"):
    """Dated when it was kept."""

    clock_id: int
    commitment_id: int
    version_id: int
    verdict: int = 1
    subject_kind: str = ""  # type: ignore[misc]
    subject_id: int = 0  # type: ignore[assignment]
    branch_id: int | None = None


@dataclass(frozen=True)
class PromiseBroken(Event, subject="clock"):
    """Dated when the promise fell due. `remedy_code` is what a guarantee owes, empty for other promises."""

    clock_id: int
    commitment_id: int
    version_id: int
    verdict: int = 1
    remedy_code: str = ""
    subject_kind: str = ""  # type: ignore[misc]
    subject_id: int = 0  # type: ignore[assignment]
    branch_id: int | None = None


@dataclass(frozen=True)
class BreachWithdrawn(Event, subject="clock"):
    """Later news showed that there was no breach: open offers are cancelled, accepted ones stand."""

    clock_id: int
    commitment_id: int
    version_id: int
    verdict: int = 1
    subject_kind: str = ""  # type: ignore[misc]
    subject_id: int = 0  # type: ignore[assignment]
    branch_id: int | None = None


@dataclass(frozen=True)
class PromisesMeasured(Event, subject="commitment"):
    """One batch of history measured: how many clocks it began, and their verdicts."""

    commitment_id: int
    started: int
    kept: int
    broken: int


@dataclass(frozen=True)
class ClocksMerged(Event, subject="clock"):
    """The subject took over the clocks of another."""

    subject_kind: str = ""  # type: ignore[misc]
    subject_id: int = 0  # type: ignore[assignment]
    merged_id: int = 0


@dataclass(frozen=True)
class CommitmentMoved(Event, subject="commitment"):
    """A version was drafted, edited, reviewed, sent back or withdrawn."""

    commitment_id: int
    version_id: int
    state: str


@dataclass(frozen=True)
class CommitmentPublished(Event, subject="commitment"):
    commitment_id: int
    version_id: int


@dataclass(frozen=True)
class CalendarDefined(Event, subject="calendar"):
    calendar_id: int
    version_id: int
    number: int


@dataclass(frozen=True)
class CalendarExtended(Event, subject="calendar"):
    """The holidays of another year became known; provisional due dates were computed again."""

    calendar_id: int
    version_id: int
    known_until: str
    clocks: int
