"""Words of the catalogue with their places filled in."""

from __future__ import annotations


def filled_in(text: str, *, case: str, amount: str) -> str:
    """``{case}`` and ``{amount}`` replaced; any other braces stay as they are, so no text can break a page."""
    return text.replace("{case}", case).replace("{amount}", amount)
