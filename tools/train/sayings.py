"""Sentences that we write ourselves: patterns of `sayings.tsv` filled from `slots.tsv`."""

from __future__ import annotations

import random
import re
from pathlib import Path

_HERE = Path(__file__).parent
_SLOT = re.compile(r"{(\w+)}")


def _lines(name: str) -> list[tuple[str, str]]:
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return [(label, rest) for label, _, rest in (line.partition("\t") for line in lines) if rest]


def said(count: int, *, seed: int = 5) -> list[tuple[str, str]]:
    """`count` sentences of each pattern with their label, each sentence once."""
    chance = random.Random(seed)
    slots = {name: terms.split(",") for name, terms in _lines("slots.tsv")}
    found: dict[str, str] = {}
    for label, pattern in _lines("sayings.tsv"):
        for _ in range(count):
            sentence = _SLOT.sub(lambda slot: chance.choice(slots[slot.group(1)]), pattern)
            found[_dressed(sentence, chance)] = label
    return list(found.items())


def _dressed(sentence: str, chance: random.Random) -> str:
    """Now and then with what people put around what they say."""
    before = chance.choice(["", "", "", "", "您好，", "你好！", "领导您好：", "尊敬的领导：您好！"])
    after = chance.choice(["", "", "", "", "。", "！", "，谢谢！", "，望回复。", "。谢谢"])
    if sentence[:1].isascii():
        before, after = chance.choice(["", "", "Hi, "]), chance.choice(["", ".", "!", " Thanks."])
    return before + sentence + ("" if sentence[-1] in "？?" and after else after)
