"""The steps of handling a complaint that the handbook speaks about."""

from __future__ import annotations

STEPS = (
    "acknowledge",
    "investigate",
    "ask",
    "hand_off",
    "decide",
    "offer",
    "await_answer",
    "reconsider",
    "perform",
    "follow_up",
    "close",
    "reopen",
    "calm",
)
