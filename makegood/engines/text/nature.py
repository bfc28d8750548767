"""Praise, suggestion, complaint or enquiry: what the sender wants from us."""

from __future__ import annotations

from math import exp

from makegood.engines.text.contract import Call, Evidence, Nature, Score
from makegood.engines.text.reading import Reading
from makegood.engines.text.sentiment import Felt
from makegood.engines.text.terms import Hit, Tag

_TEMPERATURE = 1.3
_ENOUGH_EVIDENCE, _ENOUGH_CONFIDENCE = 0.8, 0.5
_OPENING = 4
_CLEAR = 0.3
_TITLE_LENGTH = 60
_BRACKETS = "[(【「<《# \t\n"


class _Votes:
    def __init__(self) -> None:
        self.sums = {nature.value: 0.0 for nature in Nature}
        self.evidence: dict[str, list[tuple[float, Evidence]]] = {nature.value: [] for nature in Nature}
        self._seen: dict[tuple[str, str], int] = {}

    def add(self, nature: str, weight: float, evidence: Evidence | None, term: str = "") -> None:
        """A repeated term counts half the second time and not at all after that."""
        times = self._seen.get((nature, term), 0)
        self._seen[nature, term] = times + 1
        if term and times > 1:
            return
        self.sums[nature] += weight / (times + 1 if term else 1)
        if evidence is not None:
            self.evidence[nature].append((weight, evidence))


def nature(reading: Reading, felt: list[Felt], feeling: Score) -> Call:
    """The likeliest nature; abstains where too little speaks for any or two are close."""
    votes = _Votes()
    _hear_words(reading, {f.hit.start for f in felt if f.turned}, feeling, votes)
    _hear_feeling(reading, felt, feeling, votes)
    top = max(votes.sums, key=lambda n: votes.sums[n])
    if votes.sums[top] < _ENOUGH_EVIDENCE:
        return Call(_silent_guess(votes.sums[top], top), 0.3, (), abstains=True)
    strengths = {n: exp(min(v, 20.0) / _TEMPERATURE) for n, v in votes.sums.items()}
    confidence = round(strengths[top] / sum(strengths.values()), 4)
    deciding = sorted(votes.evidence[top], key=lambda e: -e[0])[:5]
    spans = tuple(sorted({(e.start, e.end): e for _, e in reversed(deciding)}.values(), key=lambda e: e.start))
    return Call(top, min(confidence, 0.98), spans, abstains=confidence < _ENOUGH_CONFIDENCE)


def _silent_guess(weight: float, top: str) -> str:
    return top if weight else Nature.ENQUIRY.value


def _hear_words(reading: Reading, turned: set[int], feeling: Score, votes: _Votes) -> None:
    title = _title_end(reading.flat)
    closing = len(reading.flat.rstrip()) - 12
    for hit, tag in reading.tagged("nature"):
        if tag.label.startswith("opener_"):
            if _opens(reading.flat, hit) or hit.end == title:
                votes.add(tag.label[7:], tag.weight, reading.evidence(hit, "prefix"), hit.term)
        elif not _says_nothing(tag, hit, turned, closing):
            votes.add(
                tag.label, tag.weight * _doubt(tag, feeling), reading.evidence(hit, f"{tag.label}_word"), hit.term
            )


def _says_nothing(tag: Tag, hit: Hit, turned: set[int], closing: int) -> bool:
    """Polite closings, negated words, and thanks in the last words of a longer text."""
    if tag.label == "closing" or (hit.start in turned and tag.label in (Nature.PRAISE, Nature.COMPLAINT)):
        return True
    return tag.label == Nature.PRAISE and tag.weight < 2 and 12 < closing <= hit.start


def _doubt(tag: Tag, feeling: Score) -> float:
    """Weak words against a clear feeling count little: 退货 in a happy text, 热情 in an angry one."""
    if tag.weight >= 2 or feeling.abstains:
        return 1.0
    against = Nature.COMPLAINT if feeling.value > _CLEAR else Nature.PRAISE if feeling.value < -_CLEAR else None
    return 0.4 if tag.label == against else 1.0


def _title_end(flat: str) -> int:
    """Where a short first line ends: subjects like 「…收费的投诉」 say at their end what they are."""
    line = flat.split("\n", 1)[0]
    return len(line.rstrip(" !?。.")) if len(line) <= _TITLE_LENGTH else -1


def _opens(flat: str, hit: Hit) -> bool:
    before = flat[: hit.start]
    return len(before.lstrip(_BRACKETS)) <= (_OPENING if "【" in before else 0) or (
        hit.start <= _OPENING and before.rstrip(_BRACKETS).endswith(("我要", "我想", "再次", "强烈", "实名", "紧急"))
    )


def _hear_feeling(reading: Reading, felt: list[Felt], feeling: Score, votes: _Votes) -> None:
    if feeling.abstains:
        return
    side = Nature.PRAISE if feeling.value > 0 else Nature.COMPLAINT
    weight = 3.0 * abs(feeling.value) * feeling.confidence
    strongest = max(felt, key=lambda f: f.value * (1 if feeling.value > 0 else -1))
    why = "positive_word" if feeling.value > 0 else "negative_word"
    votes.add(side.value, weight, reading.evidence(strongest.hit, "negated" if strongest.turned else why))
