from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody in a conversation: ``kind`` is staff, customer or machine."""

    name: str
    kind: str = "staff"

    @property
    def initials(self) -> str:
        return initials(self.name)


def initials(name: str) -> str:
    """One or two characters that stand for a name: 林静 → 静, Lin Jing → LJ, 启明科技 → 启明."""
    name = name.replace("*", "").strip()
    if not name:
        return "·"
    if name.isascii():
        words = [word for word in name.split() if word]
        return "".join(word[0] for word in words[:2]).upper()
    return name[-1] if len(name) <= 3 else name[:2]
