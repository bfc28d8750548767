"""How soon a person must look: safety, law and publicity first, then anger, repetition and money."""

from __future__ import annotations

from makegood.engines.text.contract import Call, Evidence, Flag, Nature, Raised, Score, Urgency
from makegood.engines.text.reading import Reading
from makegood.engines.text.terms import Hit

_URGENT, _IMPORTANT = 2.5, 1.0
_HARD = (Flag.SAFETY, Flag.LEGAL, Flag.MEDIA)
_FLAG_POINTS = {"safety": 3.0, "legal": 2.5, "media": 2.5, "vulnerable": 0.6, "angry": 1.0}
_MOST_FROM_IMPORTANT = 1.8
_SHOUTING = 3
_ANGRY = 2.0


def flags(reading: Reading, feeling: Score) -> tuple[Raised, ...]:
    """Safety, legal, media, vulnerable, angry: each with what raised it. Denied danger raises nothing."""
    raised: dict[str, list[Evidence]] = {}
    for hit, tag in reading.tagged("urgency"):
        if tag.label in (*_HARD, Flag.VULNERABLE) and not _denied(reading, hit):
            raised.setdefault(tag.label, []).append(reading.evidence(hit, f"{tag.label}_word"))
    anger, evidence = _anger(reading)
    if anger >= _ANGRY and feeling.value < 0.2:
        raised[Flag.ANGRY] = evidence
    return tuple(
        Raised(str(flag), round(min(0.95, 0.7 + 0.1 * len(spans)), 2), tuple(spans[:3]))
        for flag, spans in raised.items()
    )


def _denied(reading: Reading, hit: Hit) -> bool:
    before = reading.flat[max(0, hit.start - 4) : hit.start]
    return any(word in before for word in ("没有", "没", "未", "无", "不会", "no ", "not ", "n't "))


def _anger(reading: Reading) -> tuple[float, list[Evidence]]:
    anger, evidence = 0.0, []
    for hit, tag in reading.tagged("urgency"):
        if tag.label == "anger":
            anger += tag.weight
            evidence.append(reading.evidence(hit, "anger_word"))
    shouts = reading.flat.count("!")
    if shouts >= _SHOUTING:
        anger += 1.0
        place = reading.flat.index("!")
        evidence.append(reading.span(place, place + 1, "shouting"))
    return anger, evidence


def urgency(reading: Reading, nature: Call, feeling: Score, raised: tuple[Raised, ...]) -> Call:
    """Urgent, important or normal. Praise is never urgent; an enquiry only where life may be at stake."""
    points, evidence = _points(reading, feeling, raised)
    if nature.value == Nature.PRAISE and not nature.abstains:
        points = min(points, _URGENT - 0.1) if any(r.flag == Flag.SAFETY for r in raised) else 0.0
    if nature.value in (Nature.ENQUIRY, Nature.SUGGESTION) and not nature.abstains:
        points = points * 0.6
    spans = tuple(evidence[:5])
    if points >= _URGENT:
        return Call(Urgency.URGENT.value, round(min(0.95, 0.6 + 0.08 * (points - _URGENT + 1)), 3), spans)
    if points >= _IMPORTANT:
        near = min(points - _IMPORTANT, _URGENT - points)
        return Call(Urgency.IMPORTANT.value, round(0.55 + 0.3 * near, 3), spans)
    return Call(Urgency.NORMAL.value, round(0.9 - 0.35 * points, 3), spans if points else ())


def _points(reading: Reading, feeling: Score, raised: tuple[Raised, ...]) -> tuple[float, list[Evidence]]:
    """Points and what earned them. However many words sound important, they alone never make it urgent."""
    hard, evidence = 0.0, list[Evidence]()
    for flag in raised:
        hard += _FLAG_POINTS[flag.flag]
        evidence += flag.evidence
    words = {"urgent": 0.0, "important": 0.3 if feeling.value < -0.7 else 0.0}
    seen = set()
    for hit, tag in reading.tagged("urgency"):
        if tag.label in words and hit.term not in seen and not _denied(reading, hit):
            seen.add(hit.term)
            words[tag.label] += tag.weight
            evidence.append(reading.evidence(hit, f"{tag.label}_word"))
    return hard + words["urgent"] + min(words["important"], _MOST_FROM_IMPORTANT), evidence
