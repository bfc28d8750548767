"""A score as a word."""

from __future__ import annotations

BAD_BELOW, GOOD_ABOVE = -0.15, 0.15
MIDDLE = {"negative": -0.6, "neutral": 0.0, "positive": 0.6}


def feeling_of(score: float) -> str:
    """negative, neutral or positive for a score of −1 to 1."""
    if score < BAD_BELOW:
        return "negative"
    return "positive" if score > GOOD_ABOVE else "neutral"


def score_of(feeling: str) -> float:
    """The score that stands for a word a person chose."""
    return MIDDLE[feeling]
