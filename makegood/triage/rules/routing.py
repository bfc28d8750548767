"""Which department takes an item: the most specific rule that fits, the earlier one between equals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What routing looks at."""

    nature: str
    category: str
    urgency: str
    branch_id: int | None
    aspects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """Empty conditions fit everything. ``order`` settles what is equally specific."""

    id: int
    department_id: int
    order: int
    nature: str = ""
    category: str = ""
    urgency: str = ""
    aspect: str = ""
    branch_id: int | None = None

    def fits(self, facts: Facts) -> bool:
        return (
            self.nature in ("", facts.nature)
            and self.category in ("", facts.category)
            and self.urgency in ("", facts.urgency)
            and (not self.aspect or self.aspect in facts.aspects)
            and self.branch_id in (None, facts.branch_id)
        )

    @property
    def specificity(self) -> int:
        """A branch counts most, then a finer aspect, then each further condition."""
        named = sum(bool(condition) for condition in (self.nature, self.category, self.urgency))
        return named + 3 * bool(self.aspect) + 8 * (self.branch_id is not None)


def department_for(facts: Facts, rules: Iterable[Rule]) -> int | None:
    """The department that the best rule names, or None where no rule fits."""
    fitting = [rule for rule in rules if rule.fits(facts)]
    if not fitting:
        return None
    return min(fitting, key=lambda rule: (-rule.specificity, rule.order, rule.id)).department_id
