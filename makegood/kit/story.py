"""What the rooms' sample data share while the demo company is being told."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class DemoStory:
    """``now`` is the moment the story ends at (aware); ``rng`` makes it the same story every time.

    ``things`` holds what lower rooms made for the rooms above them, by name.
    """

    now: datetime
    rng: random.Random
    things: dict[str, Any] = field(default_factory=dict)
