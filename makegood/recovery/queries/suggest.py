from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from makegood.engines.offers import Facts, Option, decide, read_policy
from makegood.kit.money import Money
from makegood.recovery.models import PolicyVersion, RemedyKind
from makegood.recovery.models.refusals import NoPolicy


@dataclass(frozen=True)
class Suggested:
    """One remedy the policy allows: its amount, the most it may be, what it costs us and is worth to the customer."""

    remedy: RemedyKind
    amount: int
    limit: int
    cost: int
    worth: int
    row: str
    is_included: bool = False

    @property
    def money(self) -> Money:
        return Money(self.amount, "POINTS" if self.remedy.fulfilment == "points" else "CNY")


@dataclass(frozen=True)
class Suggestion:
    """What the policy says of one set of facts. ``why`` holds the matched rows: (id, reason by language)."""

    policy: PolicyVersion
    facts: Facts
    included: tuple[Suggested, ...]
    choices: tuple[Suggested, ...]
    escalate: bool
    why: tuple[tuple[str, Mapping[str, str]], ...]

    def reasons_in(self, locale: str) -> list[str]:
        """The reasons in a language code such as ``zh-hans``, in the order they counted."""
        return [str(why.get(locale) or why.get("zh-hans", row)) for row, why in self.why]


def policy_in_force() -> PolicyVersion:
    """The published policy. Raises NoPolicy."""
    found = PolicyVersion.objects.filter(status=PolicyVersion.Status.PUBLISHED).first()
    if found is None:
        raise NoPolicy
    return found


def suggest(facts: Facts, *, policy: PolicyVersion | None = None) -> Suggestion:
    """Same facts, same offer (A5). Remedies that are no longer in use drop out. Raises NoPolicy."""
    policy = policy or policy_in_force()
    decision = decide(read_policy(policy.table), facts)
    kinds = {kind.code: kind for kind in RemedyKind.objects.filter(is_active=True).select_related("stock_item")}
    included, choices = (
        tuple(_suggested(kinds[option.remedy], option, included) for option in options if option.remedy in kinds)
        for options, included in ((decision.always, True), (decision.choices, False))
    )
    why = tuple((match.row, match.why) for match in decision.matched)
    return Suggestion(policy, facts, included, choices, decision.escalate, why)


def _suggested(kind: RemedyKind, option: Option, is_included: bool) -> Suggested:
    return Suggested(
        kind, option.amount, option.limit, kind.cost_of(option.amount), kind.value_of(option.amount), option.row,
        is_included,
    )  # fmt: skip
