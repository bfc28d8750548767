from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class _About:
    """``subject_id`` of ``about_kind`` is what the request is about, e.g. an offer."""

    approval_id: int
    kind: str
    about_kind: str
    about_id: int
    branch_id: int | None = None


@dataclass(frozen=True)
class ApprovalAsked(_About, Event, subject="approval"):
    needed_role: str = ""


@dataclass(frozen=True)
class ApprovalAgreed(_About, Event, subject="approval"):
    pass


@dataclass(frozen=True)
class ApprovalRefused(_About, Event, subject="approval"):
    pass


@dataclass(frozen=True)
class ApprovalWithdrawn(_About, Event, subject="approval"):
    pass


@dataclass(frozen=True)
class ApprovalRecused(_About, Event, subject="approval"):
    """The matter turned out to be about ``staff_id``, who may not decide it."""

    staff_id: int = 0


@dataclass(frozen=True)
class LimitsPublished(Event, subject="limit_table"):
    limit_table_id: int
    version: int
