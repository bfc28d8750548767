"""Coupon codes that cannot be guessed and can be read aloud."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I, which sound or look alike
GROUPS, LENGTH = 4, 4


def new_code() -> str:
    """Sixteen letters in four groups: 80 bits, so guessing one of a million finds nothing in 10^17 tries."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))


def normal_code(written: str) -> str:
    """A code as typed by a person, in its stored form."""
    plain = "".join(letter for letter in written.upper() if letter in ALPHABET)
    return "-".join(plain[i : i + LENGTH] for i in range(0, len(plain), LENGTH))
