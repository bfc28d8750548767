from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class FeedbackReceived(Event, subject="feedback"):
    """One item came in."""

    feedback_id: int
    branch_id: int | None


@dataclass(frozen=True)
class FeedbackImported(Event, subject="batch"):
    """A batch came in; ``queries.feedback_of_batch(batch_id)`` are its items. ``import_id`` is null when it
    came through the bulk interface."""

    batch_id: int
    import_id: int | None
    number: int
    accepted: int


@dataclass(frozen=True)
class ImportFinished(Event, subject="import"):
    import_id: int
    accepted: int
    duplicates: int
    quarantined: int


@dataclass(frozen=True)
class FeedbackAccused(Event, subject="feedback"):
    """A colleague was named as the one complained about; ``accused_id`` is null when that was taken back."""

    feedback_id: int
    branch_id: int | None
    accused_id: int | None


@dataclass(frozen=True)
class LinkDecided(Event, subject="link"):
    link_id: int
    earlier_id: int
    later_id: int
    state: str


@dataclass(frozen=True)
class ChannelOpened(Event, subject="channel"):
    channel_id: int
    branch_id: int | None


@dataclass(frozen=True)
class ChannelChanged(Event, subject="channel"):
    channel_id: int
    branch_id: int | None
    is_active: bool


@dataclass(frozen=True)
class ImportUploaded(Event, subject="import"):
    import_id: int
    branch_id: int | None


@dataclass(frozen=True)
class ImportFailed(Event, subject="import"):
    """The run stopped at a row that could not be written; what came before it stays."""

    import_id: int
    row: int
