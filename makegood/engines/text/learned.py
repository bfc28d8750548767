"""The second engine: trained heads over hashed words, joined with the rules, which keep the last word on danger.

`judge` reads with both and explains; `scores` gives the trained heads alone, many thousand texts a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from makegood.engines.text.aspects import aspects, category
from makegood.engines.text.contract import Aspect, Call, Judgement, Nature, Raised, Score
from makegood.engines.text.heads import SENTIMENT, Heads, Matrix, shipped_heads
from makegood.engines.text.joined import join_natures, join_sentiment, join_urgency, polarity
from makegood.engines.text.lexicon import source
from makegood.engines.text.nature import nature
from makegood.engines.text.reading import Reading, language_of, read
from makegood.engines.text.sentiment import Felt, feelings, sentiment
from makegood.engines.text.spans import deciding
from makegood.engines.text.terms import shipped_terms
from makegood.engines.text.urgency import flags, urgency

_MOST_CLAUSES = 12
_SHORT = 16


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text as the rules read it, and the log-odds of every head."""

    text: str
    reading: Reading
    felt: list[Felt]
    odds: Mapping[str, float]
    clauses: dict[int, float]


class LearnedEngine:
    """Judges Chinese (both scripts) and English by trained weights and by words written down by people."""

    name = "learned"

    def __init__(self, heads: Heads | None = None) -> None:
        self._heads = heads or shipped_heads()
        self._terms = shipped_terms()
        self.version = self._heads.version

    def scores(self, texts: Sequence[str]) -> dict[str, Matrix]:
        """Probability of every head for every text (one array a head), from the weights alone."""
        logits = np.clip(self._heads.logits(texts), -30, 30)
        chances: Matrix = (1 / (1 + np.exp(-logits))).astype(np.float32)
        return {name: chances[:, i] for i, name in enumerate(self._heads.names)}

    def judge(self, texts: Sequence[str]) -> list[Judgement]:
        """One judgement for each text, in order."""
        logits = self._heads.logits(texts).tolist()
        readings = [read(text, self._terms) for text in texts]
        clauses = self._clauses(readings)
        return [
            self._judge(_Heard(text, reading, feelings(reading), dict(zip(self._heads.names, odds, strict=True)), said))
            for text, reading, odds, said in zip(texts, readings, logits, clauses, strict=True)
        ]

    def _clauses(self, readings: Sequence[Reading]) -> list[dict[int, float]]:
        """How each clause that names an aspect feels by the weights, for all texts at once."""
        asked = [
            (i, number, reading.flat[clause.start : clause.end])
            for i, reading in enumerate(readings)
            for number, clause in enumerate(reading.clauses[:_MOST_CLAUSES])
            if any("aspect" in hit.tags for hit in clause.hits)
        ]
        found: list[dict[int, float]] = [{} for _ in readings]
        if asked:
            column = self._heads.logits([text for _, _, text in asked])[:, self._heads.column(SENTIMENT)]
            for (i, number, _), odds in zip(asked, column.tolist(), strict=True):
                found[i][number] = odds
        return found

    def _judge(self, heard: _Heard) -> Judgement:
        reading, language = heard.reading, language_of(heard.text)
        by_rules = sentiment(reading, heard.felt)
        feeling = self._feeling(heard, by_rules, language)
        wanted = self._nature(heard, nature(reading, heard.felt, by_rules), feeling)
        if wanted.value == Nature.ENQUIRY and by_rules.abstains:
            feeling = Score(round(feeling.value * 0.2, 4), 0.4, (), abstains=True)
        raised = flags(reading, by_rules)
        named = self._aspects(heard, language)
        return Judgement(
            nature=wanted,
            source=source(reading),
            urgency=join_urgency(urgency(reading, wanted, by_rules, raised), raised, wanted),
            category=category(reading, named, wanted),
            sentiment=feeling,
            aspects=named,
            flags=raised,
            language=language,
            intents=self._intents(heard),
        )

    def _feeling(self, heard: _Heard, by_rules: Score, language: str) -> Score:
        joining = self._heads.joinings["en" if language == "en" else "zh"]
        plain = len(heard.reading.flat) <= _SHORT or any(felt.turned for felt in heard.felt)
        has_words = _has_words(heard.text)
        score = join_sentiment(heard.odds[SENTIMENT], by_rules, joining, has_words=has_words, plain=plain)
        if score.evidence or score.abstains:
            return score
        sign = 1 if score.value > 0 else -1
        why = "positive_word" if sign > 0 else "negative_word"
        return Score(score.value, score.confidence, deciding(self._heads, heard.text, SENTIMENT, sign, why))

    def _nature(self, heard: _Heard, by_rules: Call, feeling: Score) -> Call:
        odds = {kind.value: heard.odds[f"nature:{kind.value}"] for kind in Nature}
        call = join_natures(odds, by_rules, feeling, has_words=_has_words(heard.text))
        if call.evidence or call.abstains:
            return call
        found = deciding(self._heads, heard.text, f"nature:{call.value}", 1, f"{call.value}_word")
        return Call(call.value, call.confidence, found)

    def _aspects(self, heard: _Heard, language: str) -> tuple[Aspect, ...]:
        joining = self._heads.joinings["en" if language == "en" else "zh"]
        named = []
        for aspect in aspects(heard.reading, heard.felt):
            places = {span.start for span in aspect.evidence}
            said = [odds for number, odds in heard.clauses.items() if _holds(heard.reading, number, places)]
            named.append(polarity(aspect, said, joining))
        known = {aspect.code for aspect in named}
        least = self._heads.thresholds["aspect"]
        for code in self._heads.named("aspect:"):
            sure = 1 / (1 + np.exp(-heard.odds[f"aspect:{code}"]))
            if code not in known and sure > least and _has_words(heard.text):
                spans = deciding(self._heads, heard.text, f"aspect:{code}", 1, "aspect_word")
                feels = 2 / (1 + np.exp(-joining.odds(heard.odds[SENTIMENT], 0.0))) - 1
                if spans:
                    named.append(Aspect(code, round(float(feels), 3), round(float(sure), 3), spans))
        return tuple(named)

    def _intents(self, heard: _Heard) -> tuple[Raised, ...]:
        found = []
        for name in self._heads.named("intent:"):
            sure = 1 / (1 + np.exp(-heard.odds[f"intent:{name}"]))
            if sure > self._heads.thresholds["intent"] and _has_words(heard.text):
                spans = deciding(self._heads, heard.text, f"intent:{name}", 1, "complaint_word")
                found.append(Raised(name, round(float(sure), 3), spans))
        return tuple(found)


def _holds(reading: Reading, number: int, places: set[int]) -> bool:
    clause = reading.clauses[number]
    return any(reading.evidence(hit, "").start in places for hit in clause.hits)


def _has_words(text: str) -> bool:
    return any(ch.isalpha() for ch in text[:4000])
