"""What the trained heads and the rules say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

from makegood.engines.text.contract import Aspect, Call, Flag, Nature, Raised, Score, Urgency
from makegood.engines.text.heads import Joining

_UNSURE = 0.56
_MOST = 0.995
_PLAIN_COUNTS = 4.5
_RULES_COUNT = 1.0
_HEADS_COUNT, _HEADS_ALONE = 0.35, 0.8
_HARD = (Flag.SAFETY, Flag.LEGAL, Flag.MEDIA)


def sure(odds: float) -> float:
    """A probability from log-odds, never 0 or 1."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def join_sentiment(learned: float, by_rules: Score, joining: Joining, *, has_words: bool, plain: bool) -> Score:
    """The feeling; abstains where neither is sure. Signs alone (👍, 😡) are the rules' affair.

    In `plain` texts (short, or with a word turned round by a negation) the rules count more.
    """
    if not has_words:
        return by_rules
    said = by_rules.value * by_rules.confidence * (_PLAIN_COUNTS if plain else 1.0)
    good = sure(joining.odds(learned, said))
    confidence = min(_MOST, max(good, 1 - good))
    agrees = by_rules.value * (good - 0.5) > 0
    spans = by_rules.evidence if agrees else ()
    return Score(round(2 * good - 1, 4), round(confidence, 4), spans, abstains=confidence < _UNSURE)


def join_natures(odds: Mapping[str, float], by_rules: Call, feeling: Score, *, has_words: bool) -> Call:
    """The likeliest nature: log-probabilities of the heads and of the rules, added and made to sum to one."""
    if not has_words:
        return by_rules
    heads = {kind: sure(value) for kind, value in odds.items()}
    total = sum(heads.values())
    rest = (1 - by_rules.confidence) / (len(heads) - 1)
    votes = {}
    count = _HEADS_ALONE if by_rules.abstains else _HEADS_COUNT
    for kind, share in heads.items():
        rules = 0.25 if by_rules.abstains else by_rules.confidence if kind == by_rules.value else rest
        votes[kind] = count * log(max(share / total, 1e-3)) + _RULES_COUNT * log(max(rules, 1e-3))
    _hear_feeling(votes, feeling)
    top = max(votes, key=lambda kind: votes[kind])
    confidence = exp(votes[top]) / sum(exp(vote) for vote in votes.values())
    spans = by_rules.evidence if top == by_rules.value else ()
    return Call(top, round(min(_MOST, confidence), 4), spans, abstains=confidence < 0.5)


def _hear_feeling(votes: dict[str, float], feeling: Score) -> None:
    """Who is sure to be unhappy does not praise, and the other way round."""
    if not feeling.abstains:
        against = Nature.PRAISE if feeling.value < 0 else Nature.COMPLAINT
        votes[against] += log(max(1 - feeling.confidence, 0.1))


def join_urgency(call: Call, raised: Sequence[Raised], wanted: Call) -> Call:
    """The rules decide on haste: danger, law and publicity are never outvoted by weights."""
    hard = any(one.flag in _HARD for one in raised)
    if hard and call.value == Urgency.NORMAL and wanted.value == Nature.COMPLAINT:
        spans = tuple(span for one in raised for span in one.evidence)
        return Call(Urgency.IMPORTANT, call.confidence, spans[:5])
    return call


def polarity(aspect: Aspect, said: Sequence[float], joining: Joining) -> Aspect:
    """An aspect with the feeling of the clauses that name it, by words and by weights."""
    if not said:
        return aspect
    odds = joining.odds(sum(said) / len(said), aspect.polarity)
    return Aspect(aspect.code, round(2 * sure(odds) - 1, 3), aspect.confidence, aspect.evidence)
