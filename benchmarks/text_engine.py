"""Measure a text engine on shared data: `python benchmarks/text_engine.py [dotted.path.Engine]`.

Sentiment sets are cut in two by the digest of the normalised text. Lexicon words were sought while reading
the half whose digest is even; figures are of the odd half. Nothing was tuned on the citizen messages, on
`en_suggestion` or on `en_airline_sentiment`, whose licences forbid it.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import Figure
from makegood.engines.text.contract import TextEngine
from makegood.engines.text.digest import normalised_digest
from makegood.engines.text.loading import load_engine

SHARED = Path(os.environ.get("MAKEGOOD_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
PREFIXES = {
    "complaint": ("投诉", "举报", "反映", "反应", "质疑"),
    "suggestion": ("建议",),
    "enquiry": ("咨询", "请问"),
}


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of one compressed table of the shared texts."""
    with gzip.open(SHARED / "text" / f"{name}.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def is_held_out(text: str) -> bool:
    """Whether the text falls in the half that nobody looked at."""
    return int(normalised_digest(text), 16) % 2 == 1


def polarity(engine: TextEngine, name: str, pairs: list[tuple[str, bool]]) -> list[Figure]:
    """Two-class accuracy over all rows (silence counts as wrong for good ones) and over the surest 80 %."""
    judged = engine.judge([text for text, _ in pairs])
    outcome = sorted(
        (
            (j.sentiment.confidence if not j.sentiment.abstains else 0.0, (j.sentiment.value > 0) == good)
            for j, (_, good) in zip(judged, pairs, strict=True)
        ),
        reverse=True,
    )
    spoken = [right for confidence, right in outcome if confidence]
    surest = [right for _, right in outcome[: int(len(outcome) * 0.8)]]
    note = f"speaks on {len(spoken) / len(pairs):.1%}, there {100 * mean(spoken):.1f} %"
    return [
        Figure(f"Sentiment accuracy, {name}", 100 * mean(r for _, r in outcome), "%", len(pairs), note),
        Figure(f"Sentiment accuracy, {name}, surest 80 %", 100 * mean(surest), "%", len(surest)),
    ]


def mean(values: Iterable[bool]) -> float:
    """Share of true values."""
    found = list(values)
    return sum(found) / len(found) if found else float("nan")


def macro_f1(truth: list[str], said: list[str]) -> tuple[float, dict[str, float]]:
    """Unweighted mean of the classes' F1, and each of them."""
    pairs = Counter(zip(truth, said, strict=True))
    scores = {}
    for label in sorted(set(truth)):
        hit = pairs[label, label]
        claimed = sum(n for (_, s), n in pairs.items() if s == label)
        real = sum(n for (t, _), n in pairs.items() if t == label)
        scores[label] = 2 * hit / (claimed + real) if claimed + real else 0.0
    return sum(scores.values()) / len(scores), scores


def citizen_pairs() -> list[tuple[str, str]]:
    """Citizen messages whose subject begins with a prefix naming their nature, the prefix taken off."""
    book = CalamineWorkbook.from_path(str(SHARED / "real" / "citizen_messages_with_replies.xlsx"))
    found = {}
    for row in book.get_sheet_by_index(0).to_python()[1:]:
        subject, text = str(row[2]).strip(), str(row[4]).strip()
        for nature, prefixes in PREFIXES.items():
            for prefix in prefixes:
                if subject.startswith(prefix):
                    rest = subject[len(prefix) :].lstrip("：: ，,")
                    found[normalised_digest(text)] = (f"{rest}\n{text}", nature)
    return list(found.values())


def nature(engine: TextEngine, pairs: list[tuple[str, str]]) -> list[Figure]:
    """Macro-F1 and accuracy of the nature over all rows, abstained ones with their best guess."""
    judged = engine.judge([text for text, _ in pairs])
    truth, said = [n for _, n in pairs], [j.nature.value for j in judged]
    whole, each = macro_f1(truth, said)
    sure = [n == s for n, s, j in zip(truth, said, judged, strict=True) if not j.nature.abstains]
    note = ", ".join(f"{label} {100 * score:.1f}" for label, score in each.items())
    kept = f"decides {len(sure) / len(pairs):.1%}, there {100 * mean(sure):.1f} %"
    right = mean(t == s for t, s in zip(truth, said, strict=True))
    return [
        Figure("Nature macro-F1, citizen messages, prefix hidden", 100 * whole, "%", len(pairs), note),
        Figure("Nature accuracy, citizen messages, prefix hidden", 100 * right, "%", len(pairs), kept),
    ]


def suggestion(engine: TextEngine) -> list[Figure]:
    """F1 of the class suggestion among English forum sentences."""
    data = list(rows("en_suggestion"))
    judged = engine.judge([row["text"] for row in data])
    truth = [row["label"] == "1" for row in data]
    said = [j.nature.value == "suggestion" for j in judged]
    both = sum(t and s for t, s in zip(truth, said, strict=True))
    note = f"precision {100 * both / sum(said):.1f}, recall {100 * both / sum(truth):.1f}"
    return [Figure("Suggestion F1, en_suggestion", 200 * both / (sum(said) + sum(truth)), "%", len(data), note)]


def speed(engine: TextEngine, name: str, texts: list[str], seconds: float = 3.0) -> Figure:
    """Texts a second on one core, judged a hundred at a time."""
    done, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        batch = [texts[(done + i) % len(texts)] for i in range(100)]
        engine.judge(batch)
        done += len(batch)
    length = sum(map(len, texts)) / len(texts)
    rate = done / (time.perf_counter() - started)
    return Figure(f"Text engine, {name}", rate, "texts/s", done, f"{length:.0f} characters on average, one core")


def two_class(name: str, *, held_out: bool = True) -> list[tuple[str, bool]]:
    """Reviews of one set with whether they are good, duplicates dropped, of one half."""
    found = {}
    for row in rows(name):
        text = row["review"]
        if text and is_held_out(text) == held_out:
            found[normalised_digest(text)] = (text, row["label"] == "1")
    return list(found.values())


def airline() -> list[tuple[str, bool]]:
    """Airline posts that are good or bad, without the neutral ones."""
    return [
        (r["text"], r["airline_sentiment"] == "positive")
        for r in rows("en_airline_sentiment")
        if r["airline_sentiment"] != "neutral"
    ]


def measure(engine: TextEngine) -> list[Figure]:
    """Every figure of one engine."""
    found = []
    for name in ("zh_waimai_sentiment", "zh_hotel_sentiment", "zh_shopping_sentiment"):
        found += polarity(engine, f"{name}, unread half", two_class(name))
    found += polarity(engine, "en_airline_sentiment, two classes", airline())
    found += nature(engine, citizen_pairs()) + suggestion(engine)
    texts = [text for text, _ in two_class("zh_shopping_sentiment")]
    short = [text for text in texts if 15 <= len(text) <= 35]
    return [*found, speed(engine, "short reviews", short), speed(engine, "all reviews", texts)]


def main() -> None:
    """Print every figure."""
    engine = load_engine(sys.argv[1] if len(sys.argv) > 1 else "makegood.engines.text.lexicon.LexiconEngine")
    print(f"engine {engine.name} {engine.version}")
    print("\n".join(figure.row for figure in measure(engine)))


if __name__ == "__main__":
    main()
