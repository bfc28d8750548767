"""Train what ships: `python -m tools.train.build`; reads the shared data, writes `weights/*.npz`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from makegood.engines.text import vectors
from tools.train import fitting, fold_table, labels, shared
from tools.train.labels import Example

WEIGHTS = Path(__file__).resolve().parents[2] / "makegood" / "engines" / "text" / "weights"
VERSION, SEED = "1", 7
SAYINGS = 120
_RNG = np.random.default_rng(SEED)
_STARTED = time.monotonic()
Head = tuple[np.ndarray, float]


def say(line: str) -> None:
    """A line of progress, with the seconds since the start."""
    print(f"{time.monotonic() - _STARTED:6.0f} s  {line}", flush=True)


def sentiment_rows(found: list[Example]) -> list[int]:
    return [i for i, one in enumerate(found) if one.labelled.sentiment in (1, -1)]


def fit_sentiment(found: list[Example], x, rows: np.ndarray) -> Head:
    """One head over all the rows."""
    y = np.array([found[i].labelled.sentiment == 1 for i in rows])
    return fitting.head(x[rows], y, c=3, by_ratio=True)


def left_out(found: list[Example], x, sets: tuple[str, ...], others: np.ndarray) -> tuple[np.ndarray, ...]:
    """Scores of texts of `sets` under a head trained on `others` without their groups."""
    inside = np.array([i for i in sentiment_rows(found) if found[i].labelled.origin in sets])
    groups = {found[i].labelled.group for i in inside}
    rows = np.array([i for i in others if found[i].labelled.group not in groups])
    weights, intercept = fit_sentiment(found, x, rows)
    y = np.array([found[i].labelled.sentiment == 1 for i in inside])
    rules = np.array([found[i].rule for i in inside])
    return x[inside] @ weights + intercept, rules, y


def joinings(found: list[Example], x) -> dict[str, dict[str, float]]:
    """Sentiment's joins, on a held-out fifth; Chinese as much on sets by a head that never saw any of them."""
    rows = np.array(sentiment_rows(found))
    parts = []
    for sets in (("zh_hotel_sentiment",), ("zh_waimai_sentiment",), ("zh_shopping_sentiment",)):
        others = np.array([i for i in rows if found[i].labelled.origin not in sets])
        parts.append(left_out(found, x, sets, others))
        say(f"left {sets[0]} out")
    fifth = np.array([shared.fifth_of(one.labelled.group, SEED) == 0 for one in found])
    weights, intercept = fit_sentiment(found, x, rows[~fifth[rows]])
    by_language = {}
    for language in ("zh", "en"):
        held = np.array([i for i in rows if fifth[i] and found[i].labelled.origin.startswith(language)])
        y = np.array([found[i].labelled.sentiment == 1 for i in held])
        inside = (x[held] @ weights + intercept, np.array([found[i].rule for i in held]), y)
        pooled = [*parts, *[inside] * 3] if language == "zh" else [inside]
        each = np.concatenate([np.full(len(p[2]), 1000 / len(p[2])) for p in pooled])
        by_language[language] = fitting.join(*(np.concatenate([p[i] for p in pooled]) for i in range(3)), each)
    say(f"joins: {by_language}")
    return by_language


def nature_heads(found: list[Example], x) -> dict[str, Head]:
    """One head a nature, on app reviews, on our own sentences, and where the rules and people agree."""
    marked = [(i, labels.nature_of(one)) for i, one in enumerate(found)]
    by_label: dict[str, list[int]] = {}
    for i, label in marked:
        by_label.setdefault(label or "", []).append(i)
    chosen = [i for label, rows in by_label.items() if label for i in _RNG.permutation(rows)[:5000]]
    own = [one for one in labels.written(SAYINGS) if one.nature in labels.NATURES]
    texts = [found[i].labelled.text for i in chosen] + [one.text for one in own]
    truth = [labels.nature_of(found[i]) for i in chosen] + [one.nature for one in own]
    bags = fitting.matrix(texts)
    return {
        f"nature:{name}": fitting.head(bags, np.array([t == name for t in truth]), c=4, by_ratio=False)
        for name in labels.NATURES
    }


def weak_heads(found: list[Example]) -> dict[str, Head]:
    """Aspects, haste and intents."""
    rows = _RNG.permutation(len(found))[:16_000]
    quads = [i for i, one in enumerate(found) if one.labelled.aspects is not None]
    rows = np.unique(np.concatenate([rows, quads]))
    own = labels.written(40)
    some = [found[i] for i in rows]
    texts = [one.labelled.text for one in some] + [one.text for one in own]
    bags = fitting.matrix(texts)
    heads: dict[str, Head] = {}
    for code in labels.ASPECTS:
        y = np.array([labels.has_aspect(one, code) for one in some])
        heads[f"aspect:{code}"] = fitting.head(bags[: len(some)], y, c=4, by_ratio=False)
    for level in ("urgent", "important"):
        y = np.array([one.judgement.urgency.value == level for one in some])
        heads[f"urgency:{level}"] = fitting.head(bags[: len(some)], y, c=4, by_ratio=False)
    for name, weak in (("refund", labels.wishes_refund), ("churn", labels.threatens_to_leave)):
        y = np.array([weak(text) for text in texts]) | np.array([False] * len(some) + [o.nature == name for o in own])
        weight = np.array([1.0] * len(some) + [8.0] * len(own))
        heads[f"intent:{name}"] = fitting.head(bags, y, c=8, by_ratio=False, weight=weight)
    return heads


def write(heads: dict[str, Head], joins: dict[str, dict[str, float]], path: Path) -> None:
    """A byte a weight, the root of its size, so that small ones are told apart; features without any dropped."""
    scales, columns = [], []
    for weights, _ in heads.values():
        most = float(np.abs(weights).max())
        scales.append(most / 127**2)
        columns.append((np.sign(weights) * np.rint(np.sqrt(np.abs(weights) / most) * 127)).astype(np.int8))
    table = np.stack(columns, axis=1)
    kept = np.flatnonzero(np.abs(table).max(axis=1) > 0)
    card = {
        "version": VERSION, "heads": [*heads], "joinings": joins, "thresholds": {"aspect": 0.5, "intent": 0.5},
        "bits": vectors.BITS, "seed": SEED,
    }  # fmt: skip
    np.savez_compressed(
        path, features=kept.astype(np.uint32), weights=table[kept], scales=np.array(scales, np.float32),
        intercepts=np.array([b for _, b in heads.values()], np.float32), card=np.array(json.dumps(card)),
    )  # fmt: skip
    say(f"{len(kept)} features, {len(heads)} heads, {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Everything, in some minutes."""
    if not shared.SHARED.is_dir():
        sys.exit(f"no labelled texts at {shared.SHARED}; set MAKEGOOD_SHARED")
    fold_table.write(WEIGHTS / "fold.npz")
    found = labels.examples()
    say(f"{len(found)} texts")
    x = fitting.matrix([one.labelled.text for one in found])
    heads = {"sentiment": fit_sentiment(found, x, np.array(sentiment_rows(found)))}
    say("sentiment")
    heads |= nature_heads(found, x)
    say("nature")
    heads |= weak_heads(found)
    say("aspects, urgency, intents")
    write(heads, joinings(found, x), Path(sys.argv[1]) if sys.argv[1:] else WEIGHTS / "heads.npz")


if __name__ == "__main__":
    main()
