"""What the promises room tells the others. Clock events are entries about the promise's own subject."""

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class _OfSubject:
    subject_kind: str = ""
    subject_id: int = 0


@dataclass(frozen=True)
class _OfClock:
    """One clock, and the subject that its promise is about."""

    clock_id: int
    commitment_id: int
    version_id: int
    subject_kind: str = ""
    subject_id: int = 0
    branch_id: int | None = None


@dataclass(frozen=True)
class PromiseStarted(_OfClock, Event, subject="clock"):
    pass


@dataclass(frozen=True)
class PromiseDueSoon(_OfClock, Event, subject="clock"):
    """`share` percent of the budget is used up."""

    share: int = 0


@dataclass(frozen=True)
class PromiseKept(_OfClock, Event, subject="clock"):
    """Dated when it was kept."""

    verdict: int = 1


@dataclass(frozen=True)
class PromiseBroken(_OfClock, Event, subject="clock"):
    """Dated when the promise fell due. `remedy_code` is what a guarantee owes, empty for other promises."""

    verdict: int = 1
    remedy_code: str = ""


@dataclass(frozen=True)
class BreachWithdrawn(_OfClock, Event, subject="clock"):
    """Later news showed that there was no breach: open offers are cancelled, accepted ones stand."""

    verdict: int = 1


@dataclass(frozen=True)
class PromisesMeasured(Event, subject="commitment"):
    """One batch of history measured: how many clocks it began, and their verdicts."""

    commitment_id: int
    started: int
    kept: int
    broken: int


@dataclass(frozen=True)
class ClocksMerged(_OfSubject, Event, subject="clock"):
    """The subject took over the clocks of another."""

    merged_id: int = 0


@dataclass(frozen=True)
class MergeUndone(_OfSubject, Event, subject="clock"):
    """The other subject has its own clocks again."""

    merged_id: int = 0


@dataclass(frozen=True)
class ClocksSplit(_OfSubject, Event, subject="clock"):
    """The subject owes from now on what another one, from which it was split, owed."""

    source_id: int = 0


@dataclass(frozen=True)
class SplitUndone(_OfSubject, Event, subject="clock"):
    """The subject owes only what itself began."""

    source_id: int = 0


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


@dataclass(frozen=True)
class PromiseEscalated(_OfClock, Event, subject="clock"):
    """The rungs after `since` up to `rung` of the clock's ladder rang. Of the house alone: never told outside."""

    since: int = 0
    rung: int = 1


@dataclass(frozen=True)
class EscalationAcknowledged(_OfClock, Event, subject="clock"):
    """Somebody said "I have it": the ladder climbs no further. Of the house alone: never told outside."""

    rung: int = 1


@dataclass(frozen=True)
class LadderDefined(Event, subject="ladder"):
    """A ladder is in force from now on; without a commitment it is the house's."""

    ladder_id: int
    commitment_id: int | None
    rungs: int


@dataclass(frozen=True)
class LadderEnded(Event, subject="ladder"):
    """The promise follows the ladder of the house from now on; the house, if it was its own, has none."""

    ladder_id: int
    commitment_id: int | None


@dataclass(frozen=True)
class ExtensionAsked(_OfClock, Event, subject="clock"):
    """Somebody asks for the next step of more time; whoever has the role `needed` agrees or refuses."""

    request_id: int = 0
    step: int = 1
    needed: str = ""


@dataclass(frozen=True)
class PromiseExtended(_OfClock, Event, subject="clock"):
    """More time was agreed to: the promise is due later. With `tells` the customer hears of it."""

    request_id: int = 0
    step: int = 1
    tells: bool = True


@dataclass(frozen=True)
class ExtensionRefused(_OfClock, Event, subject="clock"):
    """Nothing changes."""

    request_id: int = 0
    step: int = 1
