"""Cells that a spreadsheet would run as formulas, made harmless in text files, and back."""

from __future__ import annotations

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
GUARD = "'"


def harmless(cell: str) -> str:
    """An apostrophe before what would run (OWASP, CSV injection); numbers are left as they are."""
    if cell.startswith(GUARD) and harmless(cell[1:]) != cell[1:]:
        return GUARD + cell  # so that taking the guard off gives back what stood there
    if not cell.lstrip(" ").startswith((*DANGEROUS, "＝", "＋", "－", "＠")) or _is_number(cell):
        return cell
    return GUARD + cell


def unguarded(cell: str) -> str:
    """What stood there before ``harmless``."""
    return cell[1:] if cell.startswith(GUARD) and harmless(cell[1:]) == cell else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell.isascii() and cell.strip() == cell
