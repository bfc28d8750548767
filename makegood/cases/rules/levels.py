"""How urgently a complaint is answered: level one is ordinary, two serious, three critical. B16"""

from __future__ import annotations

HIGHEST = 3


def level_for(*, nature: str, urgency: str, severity: str) -> int:
    """The level a new case starts at, from what triage found."""
    if urgency == "urgent" or severity == "critical":
        return 3
    if urgency == "important" or severity == "serious":
        return 2
    return 1


def severity_for(*, urgency: str, sentiment: float | None) -> str:
    """A first guess that a person corrects on assessment: safety and legal words make a case urgent."""
    if urgency == "urgent":
        return "serious"
    if urgency == "important" or (sentiment is not None and sentiment <= -0.7):
        return "moderate"
    return "minor"
