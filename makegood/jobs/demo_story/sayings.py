"""What customers of the demo company say, picked by the story's own dice."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=1)
def book() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("sayings.yaml").read_text("utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Saying:
    aspect: str
    urgency: str
    severity: int
    channel: str
    text: str


def saying(nature: str, rng: random.Random) -> Saying:
    aspect, urgency, severity, channel, text = rng.choice(book()[nature])
    filled = text.format(**{slot: rng.choice(words) for slot, words in book()["slots"].items()})
    return Saying(aspect, urgency, severity, channel, filled)


def reply_text(rng: random.Random) -> str:
    text: str = rng.choice(book()["replies"])
    return text.format(promise=rng.choice(book()["promises"]))
