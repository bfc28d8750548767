"""What a text is about: finer aspects with their polarity, and the playbook's five categories (E3)."""

from __future__ import annotations

from collections import defaultdict

from makegood.engines.text.contract import ASPECTS, Aspect, Call, Category, Evidence, Nature
from makegood.engines.text.reading import Reading
from makegood.engines.text.sentiment import Felt

_EVENT_TURNS = {
    "waiting": Category.EVENT_ORGANISATION,
    "staff_attitude": Category.EVENT_ORGANISATION,
    "staff_skill": Category.EVENT_ORGANISATION,
    "food": Category.EVENT_ORGANISATION,
    "facilities": Category.EVENT_ORGANISATION,
    "process": Category.EVENT_ORGANISATION,
    "cleanliness": Category.EVENT_ORGANISATION,
}
#: Words of these aspects mean them only where the text speaks of an event (内容, 环节, 主持…).
_ONLY_AT_EVENTS = {"theme", "substance", "form", "on_site_service", "schedule", "atmosphere"}
_ELSEWHERE = {"on_site_service": "process", "schedule": "waiting", "atmosphere": "facilities", "substance": "quality"}
_EVENT_NEEDS = 2


def aspects(reading: Reading, felt: list[Felt]) -> tuple[Aspect, ...]:
    """Aspects in the order of their weight; polarity is the mean feeling of the clauses that name them."""
    at_event = _speaks_of_event(reading)
    by_clause: dict[int, list[float]] = defaultdict(list)
    for f in felt:
        by_clause[f.clause].append(f.value)
    found: dict[str, list[tuple[Evidence, int]]] = defaultdict(list)
    for number, clause in enumerate(reading.clauses):
        for hit in clause.hits:
            for tag in hit.tags.get("aspect", ()):
                code = _code(tag.label, at_event)
                if code:
                    found[code].append((reading.evidence(hit, "aspect_word"), number))
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return tuple(_aspect(code, places, by_clause) for code, places in ordered)


def _code(label: str, at_event: bool) -> str | None:
    if label in _ONLY_AT_EVENTS and not at_event:
        return _ELSEWHERE.get(label)
    return label if label in ASPECTS else None


def _aspect(code: str, places: list[tuple[Evidence, int]], by_clause: dict[int, list[float]]) -> Aspect:
    values = [v for clause in {c for _, c in places} for v in by_clause.get(clause, ())]
    polarity = max(-1.0, min(1.0, sum(values) / (2 * len(values)))) if values else 0.0
    confidence = min(0.9, 0.45 + 0.15 * len(places) + (0.1 if values else 0.0))
    return Aspect(code, round(polarity, 3), round(confidence, 3), tuple(e for e, _ in places[:3]))


def _speaks_of_event(reading: Reading) -> bool:
    weight = 0
    for hit, tag in reading.tagged("aspect"):
        if tag.label == "event":
            weight += 1 if hit.term in ("活动", "会议", "比赛", "观众", "fair", "program") else _EVENT_NEEDS
    return weight >= _EVENT_NEEDS or (
        weight == 1 and any(t.label in _ONLY_AT_EVENTS for _, t in reading.tagged("aspect"))
    )


def category(reading: Reading, found: tuple[Aspect, ...], wanted: Call) -> Call:
    """The category that most aspects fall under; abstains where no word names one.

    A bare 差评! is most likely about what we sell and how; a bare question may be about anything.
    """
    at_event = _speaks_of_event(reading)
    sums: dict[Category, float] = defaultdict(float)
    evidence: dict[Category, list[Evidence]] = defaultdict(list)
    for aspect in found:
        place = _EVENT_TURNS.get(aspect.code, ASPECTS[aspect.code]) if at_event else ASPECTS[aspect.code]
        sums[place] += len(aspect.evidence)
        evidence[place] += aspect.evidence
    for hit, tag in reading.tagged("aspect"):
        if tag.label == "other" or (tag.label == "event" and at_event and not found):
            place = Category.OTHER if tag.label == "other" else Category.EVENT_CONTENT
            sums[place] += 1.0
            evidence[place].append(reading.evidence(hit, "aspect_word"))
    if not sums:
        is_felt = wanted.value in (Nature.COMPLAINT, Nature.PRAISE) and not wanted.abstains
        guess = Category.PRODUCT_SERVICE if is_felt else Category.OTHER
        return Call(str(guess), 0.4 if is_felt else 0.3, (), abstains=True)
    top = max(sums, key=lambda c: sums[c])
    confidence = round(min(0.95, (sums[top] + 0.5) / (sum(sums.values()) + 1.0)), 4)
    return Call(str(top), confidence, tuple(evidence[top][:5]), abstains=confidence < 0.5)
