"""How much each role may grant alone, and whose yes is needed beyond that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Limits = Mapping[str, Mapping[str, int | None]]
"""Kind of request → role → the most it may grant, in minor units of the house currency; None: without limit."""

# 分: an agent ¥50, a team lead ¥200, a branch manager ¥1,000, the service manager ¥5,000, finance beyond.
REMEDY: Mapping[str, int | None] = {
    "agent": 5_000,
    "screener": 0,
    "team_lead": 20_000,
    "branch_manager": 100_000,
    "service_manager": 500_000,
    "cx_manager": 500_000,
    "finance_approver": None,
}
DEFAULT_LIMITS: Limits = {
    "remedy": REMEDY,
    "promise": {"service_manager": None, "cx_manager": None},
    "extension": {"team_lead": None, "branch_manager": None, "service_manager": None, "cx_manager": None},
}
# Whom to ask first: the lowest rung that may grant the amount.
LADDER = ("team_lead", "branch_manager", "service_manager", "cx_manager", "finance_approver")
# What has no amount is asked of a role: that one agrees, or one above it. Money's own rung is not above anybody here.
BY_RANK = frozenset({"extension"})
RANKS = ("team_lead", "branch_manager", "service_manager", "cx_manager")


def may_grant(role: str, kind: str, amount: int, limits: Limits) -> bool:
    """Whether ``role`` may grant ``amount`` (minor units, not negative) of ``kind`` without asking anybody."""
    if amount < 0:
        raise ValueError("an amount to grant is never negative")
    table = limits.get(kind, {})
    if role not in table:
        return False
    most = table[role]
    return most is None or amount <= most


def needed_role(kind: str, amount: int, limits: Limits) -> str | None:
    """The lowest role whose yes is enough; None when nobody may grant it."""
    return next((role for role in LADDER if may_grant(role, kind, amount, limits)), None)


def ranks_from(role: str) -> tuple[str, ...]:
    """The roles whose yes is enough for what is asked of ``role``."""
    return RANKS[RANKS.index(role) :] if role in RANKS else ()


def ranks_up_to(role: str) -> tuple[str, ...]:
    """The roles in whose place ``role`` may answer."""
    return RANKS[: RANKS.index(role) + 1] if role in RANKS else ()


def limit_of(role: str, kind: str, limits: Limits) -> int | None:
    """The most the role may grant (0 when nothing); None means without limit."""
    return limits.get(kind, {}).get(role, 0)


@dataclass(frozen=True, slots=True)
class Decider:
    """What must be known of somebody who wants to decide."""

    staff_id: int
    role: str


def objection_to(
    decider: Decider, *, asked_by: int | None, recused: frozenset[int], kind: str, amount: int, limits: Limits,
    needed: str = "",
) -> str | None:  # fmt: skip
    """Why this person may not decide (``own_request``, ``concerned``, ``limit``), or None when they may."""
    if decider.staff_id == asked_by:
        return "own_request"
    if decider.staff_id in recused:
        return "concerned"
    if kind in BY_RANK and decider.role not in ranks_from(needed):
        return "limit"
    if not may_grant(decider.role, kind, amount, limits):
        return "limit"
    return None


def problem_with(limits: Limits) -> str | None:
    """What is wrong with a table: a negative limit."""
    for kind, table in limits.items():
        if any(most is not None and most < 0 for most in table.values()):
            return f"{kind}: negative"
    return None
