"""The first engine: rules and lexicons. Nothing is learnt, everything can be read in `lexicons/`."""

from __future__ import annotations

from collections.abc import Sequence

from makegood.engines.text.aspects import aspects, category
from makegood.engines.text.contract import Call, Evidence, Judgement, Source
from makegood.engines.text.nature import nature
from makegood.engines.text.reading import Reading, language_of, read
from makegood.engines.text.sentiment import feelings, sentiment
from makegood.engines.text.terms import shipped_terms
from makegood.engines.text.urgency import flags, urgency

_SOURCE_NEEDS = 2.0


class LexiconEngine:
    """Judges Chinese (both scripts) and English by words written down by people."""

    name = "lexicon"
    version = "1"

    def __init__(self) -> None:
        self._terms = shipped_terms()

    def judge(self, texts: Sequence[str]) -> list[Judgement]:
        """One judgement for each text, in order."""
        return [self._judge(text) for text in texts]

    def _judge(self, text: str) -> Judgement:
        reading = read(text, self._terms)
        felt = feelings(reading)
        feeling = sentiment(reading, felt)
        wanted = nature(reading, felt, feeling)
        raised = flags(reading, feeling)
        named = aspects(reading, felt)
        return Judgement(
            nature=wanted,
            source=source(reading),
            urgency=urgency(reading, wanted, feeling, raised),
            category=category(reading, named, wanted),
            sentiment=feeling,
            aspects=named,
            flags=raised,
            language=language_of(text),
        )


def source(reading: Reading) -> Call:
    """Customer unless colleagues' or partners' words say otherwise."""
    sums: dict[str, float] = {}
    evidence: dict[str, list[Evidence]] = {}
    for hit, tag in reading.tagged("source"):
        sums[tag.label] = sums.get(tag.label, 0.0) + tag.weight
        evidence.setdefault(tag.label, []).append(reading.evidence(hit, f"{tag.label}_word"))
    top = max(sums, key=lambda s: sums[s], default=Source.CUSTOMER.value)
    if top != Source.CUSTOMER and sums[top] >= _SOURCE_NEEDS and sums[top] > sums.get("customer", 0.0):
        return Call(top, round(min(0.9, 0.4 + 0.1 * sums[top]), 3), tuple(evidence[top][:3]))
    spans = tuple(evidence.get("customer", ())[:3])
    return Call(Source.CUSTOMER.value, 0.85 if spans else 0.7, spans)
