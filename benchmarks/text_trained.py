"""Scores of the trained engine: out of the box, on sets left out, and trained in-domain.

`python -m benchmarks.text_trained` prints the table; it needs the shared data and scikit-learn (`bin/train`'s
packages). Groups of texts that say the same (or begin alike) never part in a split; the split's seed is `SEED`.
Sets marked NC or C in the data's README are only measured here: nothing trained on them is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.text_engine import citizen_pairs, macro_f1
from makegood.engines.text import heads as heads_module
from makegood.engines.text.learned import LearnedEngine
from tools.train import fitting, labels, shared
from tools.train.build import fit_sentiment, sentiment_rows
from tools.train.shared import Labelled

SEED = 7
MOST = 1500


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; goal is None where there is none."""

    what: str
    goal: str
    ours: str
    n: int


def two_classes(p: np.ndarray, y: np.ndarray) -> str:
    """Accuracy, macro-F1, accuracy of the surest 80 % and calibration error."""
    said, surest = p > 0.5, np.argsort(-np.abs(p - 0.5))[: int(0.8 * len(p))]
    whole, _ = macro_f1([str(v) for v in y], [str(v) for v in said])
    error = fitting.calibration_error(p, y)
    return f"{(said == y).mean():.3f} / {whole:.3f} / {(said == y)[surest].mean():.3f} / {error:.3f}"


def sample(found: Sequence[Labelled]) -> list[Labelled]:
    """At most MOST texts, the same ones each time."""
    if len(found) <= MOST:
        return list(found)
    return [found[i] for i in np.random.default_rng(SEED).permutation(len(found))[:MOST]]


def out_of_the_box(engine: LearnedEngine) -> Iterator[Row]:
    """The shipped weights on sets that they were not trained on."""
    for name in ("zh_car_topics", "zh_bank_opinion", "zh_cosmetics_aspects", "en_airline_sentiment"):
        some = sample([one for one in shared.labelled(name) if one.sentiment in (1, -1)])
        judged = engine.judge([one.text for one in some])
        p = np.array([(j.sentiment.value + 1) / 2 for j in judged])
        y = np.array([one.sentiment == 1 for one in some])
        goal = ".86" if name.startswith("zh") else ""
        yield Row(f"{name}, two classes, shipped weights", goal, two_classes(p, y), len(some))
    yield natures(engine)
    yield suggestions(engine)
    yield both_scripts(engine)


def natures(engine: LearnedEngine) -> Row:
    """Citizen messages, the subject's prefix removed; praise said counts as wrong."""
    pairs = citizen_pairs()
    judged = engine.judge([text for text, _ in pairs])
    whole, each = macro_f1([n for _, n in pairs], [j.nature.value for j in judged])
    right = np.mean([n == j.nature.value for (_, n), j in zip(pairs, judged, strict=True)])
    detail = ", ".join(f"{name} {score:.3f}" for name, score in each.items())
    return Row(
        "nature of citizen messages, shipped weights",
        ".75 macro-F1",
        f"{whole:.3f} ({right:.3f}; {detail})",
        len(pairs),
    )


def suggestions(engine: LearnedEngine) -> Row:
    """F1 of the class suggestion, English."""
    some = sample(shared.labelled("en_suggestion"))
    said = np.array([j.nature.value == "suggestion" for j in engine.judge([one.text for one in some])])
    truth = np.array([one.nature == "suggestion" for one in some])
    return Row(
        "en_suggestion F1, shipped weights",
        "",
        f"{2 * (said & truth).sum() / (said.sum() + truth.sum()):.3f}",
        len(some),
    )


def both_scripts(engine: LearnedEngine) -> Row:
    """Accuracy lost on copies in traditional characters."""
    import opencc

    some = sample([one for one in shared.labelled("zh_bank_opinion") if one.sentiment in (1, -1)])
    y = np.array([one.sentiment == 1 for one in some])
    right = []
    for texts in ([o.text for o in some], [opencc.OpenCC("s2twp").convert(o.text) for o in some]):
        right.append(float(np.mean(np.array([j.sentiment.value > 0 for j in engine.judge(texts)]) == y)))
    return Row("accuracy lost on traditional copies (bank)", "≤ .005", f"{right[0] - right[1]:.4f}", len(some))


def left_out_and_in_domain(found: list[labels.Example]) -> list[Row]:
    """Each Chinese set without ever seeing it, then its held-out fifth after training on the other four of all sets."""
    x = fitting.matrix([one.labelled.text for one in found])
    rows = np.array(sentiment_rows(found))
    rules = np.array([one.rule for one in found])
    fifth = np.array([shared.fifth_of(one.labelled.group, SEED) == 0 for one in found])
    joining = heads_module.shipped_heads().joinings["zh"]
    goals = {
        "zh_hotel_sentiment": ".905 / .89 / .95",
        "zh_waimai_sentiment": ".905 / / .95",
        "zh_shopping_sentiment": ".94 / / .975",
    }
    within = fit_sentiment(found, x, rows[~fifth[rows]])
    table = []
    for name, goal in goals.items():
        mine = np.array([i for i in rows if found[i].labelled.origin == name])
        groups = {found[i].labelled.group for i in mine}
        others = np.array([i for i in rows if found[i].labelled.group not in groups])
        for title, (w, b), chosen, aim in (
            (f"{name}, never seen", fit_sentiment(found, x, others), mine, ".86"),
            (f"{name}, four fifths of all sets learnt", within, mine[fifth[mine]], goal),
        ):
            y = np.array([found[i].labelled.sentiment == 1 for i in chosen])
            z = x[chosen] @ w + b
            odds = joining.learned * z + joining.rules * rules[chosen] + joining.offset
            table.append(Row(title, aim, two_classes(1 / (1 + np.exp(-odds)), y), len(y)))
    return table


def classes(
    name: str, truth: list[str], texts: list[str], groups: list[str], c: float = 8
) -> tuple[list[str], list[str]]:
    """One-vs-rest heads on four fifths; truth and answers of the fifth."""
    fifth = np.array([shared.fifth_of(group, SEED) == 0 for group in groups])
    x, names = fitting.matrix(texts), sorted(set(truth))
    y = np.array(truth)
    scores = []
    for one in names:
        w, b = fitting.head(x[~fifth], y[~fifth] == one, c=c, by_ratio=False)
        scores.append(x[fifth] @ w + b)
    return list(y[fifth]), [names[i] for i in np.argmax(scores, axis=0)]


def in_domain() -> list[Row]:
    """Single-label sets, trained on four fifths of themselves with the sparse heads alone."""
    table = []
    pairs = citizen_pairs()
    t, s = classes("citizen", [n for _, n in pairs], [x for x, _ in pairs], [shared.group_of(x) for x, _ in pairs])
    table.append(
        Row(
            "nature of citizen messages, in-domain",
            ".87",
            f"{macro_f1(t, s)[0]:.3f} macro-F1, {share(t, s):.3f}",
            len(t),
        )
    )
    air = shared.labelled("en_airline_sentiment")
    t, s = classes("airline", [str(o.sentiment) for o in air], [o.text for o in air], [o.group for o in air])
    table.append(
        Row(
            "airline sentiment, three classes, in-domain",
            ".84 / .79",
            f"{share(t, s):.3f} / {macro_f1(t, s)[0]:.3f}",
            len(t),
        )
    )
    bad = [o for o in air if o.row and o.row.get("negativereason")]
    t, s = classes(
        "reason", [o.row["negativereason"] for o in bad if o.row], [o.text for o in bad], [o.group for o in bad]
    )
    table.append(Row("airline reason, in-domain", ".635", f"{share(t, s):.3f}", len(t)))
    sug = shared.labelled("en_suggestion")
    t, s = classes("suggestion", [o.nature or "" for o in sug], [o.text for o in sug], [o.group for o in sug], c=4)
    table.append(Row("en_suggestion F1, in-domain", ".63", f"{macro_f1(t, s)[1]['suggestion']:.3f}", len(t)))
    car = shared.labelled("zh_car_topics")
    joint = [f"{o.category} {o.sentiment}" for o in car]
    t, s = classes("car", joint, [o.text for o in car], [o.group for o in car])
    table.append(Row("car topic and polarity, in-domain (one a row)", ".61", f"{share(t, s):.3f}", len(t)))
    return table


def share(truth: list[str], said: list[str]) -> float:
    """Accuracy."""
    return float(np.mean([a == b for a, b in zip(truth, said, strict=True)]))


def main() -> None:
    """The whole table, or the parts named: box, domain, left."""
    engine = LearnedEngine()
    parts: dict[str, Callable[[], Iterable[Row]]] = {
        "box": lambda: out_of_the_box(engine),
        "domain": in_domain,
        "left": lambda: left_out_and_in_domain(labels.examples()),
    }
    print(f"seed {SEED}; two-class cells: accuracy / macro-F1 / surest 80 % / calibration error\n")
    print("| what | goal | ours | n |\n| --- | --- | --- | --- |", flush=True)
    for part in sys.argv[1:] or parts:
        for row in parts[part]():
            print(f"| {row.what} | {row.goal} | {row.ours} | {row.n} |", flush=True)


if __name__ == "__main__":
    main()
