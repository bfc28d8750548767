"""Texts as sets of hashed word and character sequences, made for many texts at once with numpy alone.

A token is one Han character, one sign, or one Latin word; spaces and invisible characters are none, so 退 款
is 退款. Features are runs of one to three tokens, hashed; each text's set is normalised to length one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

BITS = 20
LONGEST = 3
HEAD_CHARS, TAIL_CHARS = 3000, 1000
_BATCH_TEXTS, _BATCH_CHARS = 512, 24_000
_DROP, _SPACE = 1, 32
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MASK = np.uint64((1 << BITS) - 1)

Codes = NDArray[np.uint32]
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Bags:
    """Features of many texts: those of text i are `features[starts[i]:starts[i + 1]]`, ascending, each once."""

    starts: Ints
    features: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> Ints:
        """How many features each text has."""
        return np.diff(self.starts)


@cache
def _tables() -> tuple[Codes, NDArray[np.bool_]]:
    """What each code point counts as, and whether that is a letter or digit of a word."""
    with as_file(files("makegood.engines.text") / "weights" / "fold.npz") as path, np.load(path) as runs:
        starts, constant, shift = runs["starts"], runs["constant"], runs["shift"]
    lengths = np.diff(np.append(starts, 0x110000))
    fixed = np.repeat(constant.astype(np.int32), lengths)
    moved = np.arange(0x110000, dtype=np.int32) + np.repeat(shift, lengths)
    table = np.where(fixed >= 0, fixed, moved).astype(np.uint32)
    in_word = np.zeros(0x110000, np.bool_)
    for first, last in ((48, 58), (97, 123), (0xC0, 0x250), (0x400, 0x530), (0x600, 0x700)):
        in_word[first:last] = True
    return table, in_word


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """`texts` in order, in groups small enough for the processor's cache."""
    group: list[str] = []
    chars = 0
    for text in texts:
        group.append(shortened(text))
        chars += len(group[-1])
        if len(group) >= _BATCH_TEXTS or chars >= _BATCH_CHARS:
            yield group
            group, chars = [], 0
    if group:
        yield group


def shortened(text: str) -> str:
    """A long text's beginning and end, where people say what they want."""
    return text if len(text) <= HEAD_CHARS + TAIL_CHARS else f"{text[:HEAD_CHARS]}\n{text[-TAIL_CHARS:]}"


def bags(texts: Sequence[str]) -> Bags:
    """The features of one group of `texts` (see `batches`)."""
    tokens, docs, _, _ = _tokens(texts)
    keys = [(docs << BITS) | (_mixed(tokens) & _MASK).astype(np.int64)]
    run = tokens
    for size in range(2, LONGEST + 1):
        run = _mixed(run[:-1] * np.uint64(31) + tokens[size - 1 :])
        same = docs[size - 1 :] == docs[: len(run)]
        keys.append(((docs[: len(run)] << BITS) | (run & _MASK).astype(np.int64))[same])
    found = np.sort(np.concatenate(keys))
    if len(found):
        found = found[np.append(True, found[1:] != found[:-1])]
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.bincount(found >> BITS, minlength=len(texts)), out=starts[1:])
    return Bags(starts, found & ((1 << BITS) - 1))


def summed(found: Bags, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores of each text under `weights` (2**BITS rows, one column a head): texts × heads."""
    total = np.zeros((len(found), weights.shape[1]), np.float32)
    sizes = found.sizes
    filled = np.flatnonzero(sizes)
    if len(filled):
        total[filled] = np.add.reduceat(weights[found.features], found.starts[filled], axis=0)
        total[filled] /= np.sqrt(sizes[filled], dtype=np.float32)[:, None]
    return total


def placed(text: str) -> tuple[Ints, Ints, Ints]:
    """Every feature of one text with its half-open place in it: features, starts, ends (repeats kept)."""
    head = text[: HEAD_CHARS + TAIL_CHARS]
    tokens, _, first, last = _tokens([head])
    features, starts, ends = [_mixed(tokens) & _MASK], [first], [last]
    run = tokens
    for size in range(2, LONGEST + 1):
        run = _mixed(run[:-1] * np.uint64(31) + tokens[size - 1 :])
        features.append(run & _MASK)
        starts.append(first[: len(run)])
        ends.append(last[size - 1 :])
    return np.concatenate(features).astype(np.int64), np.concatenate(starts), np.concatenate(ends)


def _mixed(hashes: Hashes) -> Hashes:
    spread = hashes * _MULTIPLIER
    return (spread ^ (spread >> np.uint64(29))) >> np.uint64(3)


def _tokens(texts: Sequence[str]) -> tuple[Hashes, Ints, Ints, Ints]:
    """Tokens as hashes, the text each stands in, and its place in the joined texts (one sign between two)."""
    table, in_word = _tables()
    joined = "\x00".join(text.replace("\x00", " ") for text in texts)
    given = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = table[given]
    seams = given == 0
    where = np.flatnonzero(codes != _DROP)
    codes, seams = codes[where], seams[where]
    word = in_word[codes]
    begins = ~word
    begins[1:] |= ~word[:-1]
    if len(begins):
        begins[0] = True
    begins &= codes != _SPACE
    used = np.flatnonzero(begins | word)
    heads = np.flatnonzero(begins[used])
    if not len(heads):
        none = np.zeros(0, np.int64)
        return np.zeros(0, np.uint64), none, none, none
    lengths = np.diff(np.append(heads, len(used)))
    offsets = np.arange(len(used)) - np.repeat(heads, lengths)
    letters = _mixed(codes[used].astype(np.uint64) + (offsets.astype(np.uint64) << np.uint64(32)) + np.uint64(7))
    doc = np.cumsum(seams)[used[heads]]
    return np.add.reduceat(letters, heads), doc, where[used[heads]], where[used[heads + lengths - 1]] + 1
