"""The trained heads: one weight a feature and head, and what they say of many texts at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from makegood.engines.text import vectors

Matrix = NDArray[np.float32]
SENTIMENT = "sentiment"


@dataclass(frozen=True, slots=True)
class Joining:
    """How a head's score z and the rules' score r become log-odds: `learned`·z + `rules`·r + `offset`."""

    learned: float
    rules: float
    offset: float

    def odds(self, learned: float, rules: float) -> float:
        """Log-odds."""
        return self.learned * learned + self.rules * rules + self.offset


@dataclass(frozen=True)
class Heads:
    """`rows` leads a feature to its row of `weights`; row 0 is for features that say nothing."""

    version: str
    names: tuple[str, ...]
    rows: NDArray[np.int32]
    weights: Matrix
    intercepts: Matrix
    joinings: dict[str, Joining]
    thresholds: dict[str, float]

    def column(self, name: str) -> int:
        """The column of head `name`; ValueError where there is none."""
        return self.names.index(name)

    def named(self, prefix: str) -> list[str]:
        """Heads of one family, `prefix` taken off."""
        return [name[len(prefix) :] for name in self.names if name.startswith(prefix)]

    def logits(self, texts: Sequence[str]) -> Matrix:
        """Log-odds of every head for every text: texts × heads. A text without words has the heads' intercepts."""
        parts = [self._of(group) for group in vectors.batches(texts)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.names)), np.float32)

    def _of(self, group: list[str]) -> Matrix:
        found = vectors.bags(group)
        known = vectors.Bags(found.starts, self.rows[found.features].astype(np.int64))
        scored: Matrix = vectors.summed(known, self.weights) + self.intercepts
        return scored

    def spoken(self, text: str, name: str, sign: int) -> list[tuple[int, int, float]]:
        """Places whose weight for head `name` has the `sign`: start, end, strength; strongest first."""
        features, starts, ends = vectors.placed(text)
        strengths = self.weights[self.rows[features], self.column(name)] * sign
        order = np.argsort(-strengths, kind="stable")[:24]
        return [(int(starts[i]), int(ends[i]), float(strengths[i])) for i in order if strengths[i] > 0]


def read(path: Path) -> Heads:
    """The heads kept in the file at `path`; OSError where there is none, ValueError where it is no such file."""
    with np.load(path, allow_pickle=False) as kept:
        card = json.loads(str(kept["card"]))
        features = kept["features"]
        rows = np.zeros(1 << vectors.BITS, np.int32)
        rows[features] = np.arange(1, len(features) + 1, dtype=np.int32)
        weights = np.zeros((len(features) + 1, len(card["heads"])), np.float32)
        roots = kept["weights"].astype(np.float32)
        np.multiply(roots * np.abs(roots), kept["scales"], out=weights[1:])
        intercepts = kept["intercepts"]
    joinings = {name: Joining(**values) for name, values in card["joinings"].items()}
    return Heads(card["version"], tuple(card["heads"]), rows, weights, intercepts, joinings, card["thresholds"])


@cache
def shipped_heads() -> Heads:
    """The heads that come with Makegood."""
    with as_file(files("makegood.engines.text") / "weights" / "heads.npz") as path:
        return read(path)
