"""How a text feels: signed words, turned by negation, strengthened, softened, wished for or conceded.

The sum S of signed weights becomes S / √(S² + 8), after C. J. Hutto and E. Gilbert, VADER (2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from makegood.engines.text.contract import Evidence, Score
from makegood.engines.text.reading import Clause, Reading
from makegood.engines.text.terms import Hit

_NORM = 8.0
_REACH = 7
_REACH_LATIN = 22
_TURNED_GOOD, _TURNED_BAD = -0.9, -0.6
_TURNED_BAD_FROM_AFAR = -0.2
_NEAR = 2
_QUESTIONED = 0.4


@dataclass(frozen=True, slots=True)
class Felt:
    """One signed word after its surroundings were heard."""

    hit: Hit
    value: float
    clause: int
    turned: bool


@dataclass(slots=True)
class _Mood:
    """What earlier words of a clause do to the next signed word."""

    negated: int = 0
    negated_at: int = -99
    strength: float = 1.0
    wish: float = 1.0

    def reaches(self, hit: Hit) -> bool:
        reach = _REACH_LATIN if hit.term[0].isascii() else _REACH
        return self.negated % 2 == 1 and hit.start - self.negated_at <= reach


def feelings(reading: Reading) -> list[Felt]:
    """Every signed word of the text with its value after negation, strength, wish, turn and question."""
    found: list[Felt] = []
    turn = 1.0
    for number, clause in enumerate(reading.clauses):
        turn = _turn_of(clause, turn)
        question = _QUESTIONED if "?" in clause.ending or reading.flat[clause.end - 1 : clause.end] == "吗" else 1.0
        found += _clause_feelings(clause, number, turn, question)
        if any(mark in clause.ending for mark in "。!?\n"):
            turn = 1.0
    return found


def _turn_of(clause: Clause, turn: float) -> float:
    for hit in clause.hits[:2]:
        for tag in hit.tags.get("shift", ()):
            if tag.label in ("turn", "concede"):
                return tag.weight
    return turn if turn > 1 else 1.0


def _clause_feelings(clause: Clause, number: int, turn: float, question: float) -> list[Felt]:
    found, mood = [], _Mood()
    for place, hit in enumerate(clause.hits):
        weight = next((t.weight for t in hit.tags.get("sentiment", ())), 0.0)
        follower = clause.hits[place + 1] if place + 1 < len(clause.hits) else None
        if hit.term == "好" and follower and follower.start == hit.end and "sentiment" in follower.tags:
            mood.strength = 1.4
        elif weight:
            turned = mood.reaches(hit)
            value = weight * mood.strength * turn * (mood.wish * question if weight > 0 else 1.0)
            if turned:
                near = hit.start - mood.negated_at <= _NEAR
                value *= _TURNED_GOOD if weight > 0 else _TURNED_BAD if near else _TURNED_BAD_FROM_AFAR
            found.append(Felt(hit, value, number, turned))
            mood.negated, mood.strength = 0, 1.0
        else:
            _hear(mood, hit)
    return found


def _hear(mood: _Mood, hit: Hit) -> None:
    for tag in hit.tags.get("shift", ()):
        if tag.label == "negate":
            mood.negated, mood.negated_at = mood.negated + 1, hit.end
        elif tag.label in ("boost", "soften"):
            mood.strength = tag.weight
        elif tag.label == "wish":
            mood.wish = tag.weight


def sentiment(reading: Reading, felt: list[Felt]) -> Score:
    """The whole text's score; abstains where no signed word was found or good and bad cancel out."""
    good = sum(f.value for f in felt if f.value > 0)
    bad = -sum(f.value for f in felt if f.value < 0)
    total = good - bad
    if not good + bad:
        return Score(0.0, 0.3, (), abstains=True)
    confidence = 0.5 + 0.48 * abs(total) / (good + bad + 0.8)
    return Score(
        round(total / sqrt(total * total + _NORM), 4),
        round(confidence, 4),
        _evidence(reading, felt, total),
        abstains=abs(total) < 0.3,
    )


def _evidence(reading: Reading, felt: list[Felt], total: float) -> tuple[Evidence, ...]:
    leading = [f for f in felt if f.value * total > 0] or felt
    strongest = sorted(leading, key=lambda f: -abs(f.value))[:5]
    return tuple(reading.evidence(f.hit, _why(f)) for f in sorted(strongest, key=lambda f: f.hit.start))


def _why(felt: Felt) -> str:
    if felt.turned:
        return "negated"
    return "positive_word" if felt.value > 0 else "negative_word"
