"""Message catalogues as the running site needs them: every .po compiled to a fresh .mo beside it.

The compiled files are not kept in the repository, so a new clone, an edit and an update all end here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def catalogue_files(package: Path = PACKAGE) -> Iterator[Path]:
    """Every .po of every room, in a stable order."""
    yield from sorted(package.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_stale(package: Path = PACKAGE, *, force: bool = False) -> int:
    """Compile each .po that is newer than its .mo; return how many were compiled.

    A folder that cannot be written to (an installed package owned by somebody else) is left as it is.
    """
    compiled = 0
    for po in catalogue_files(package):
        mo = po.with_suffix(".mo")
        if not force and mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        if not os.access(po.parent, os.W_OK):
            continue
        _compile(po, mo)
        compiled += 1
    return compiled


def _compile(po: Path, mo: Path) -> None:
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parent.parent.name)
    # Several processes may start at once: each writes its own file and the last rename wins.
    scratch = mo.with_name(f".{mo.name}.{os.getpid()}")
    with scratch.open("wb") as target:
        write_mo(target, catalogue)
    scratch.replace(mo)
