"""Write ``docs/reactions.md`` from the registry: which reaction answers which event. ``--check`` only compares."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "reactions.md"

HEAD = """# Reactions

When something happened, these follow. Written by `tools/reactions_index.py`; do not edit by hand. *Outside* means that
the reaction reaches customers, staff or money and is owed to live entries only.

| event | reaction | outside | what it does |
| --- | --- | --- | --- |
"""


def page() -> str:
    from makegood.journal.registry import index

    rows = []
    for event, reactions in index().items():
        for reaction in reactions:
            says = (inspect.getdoc(reaction.handler) or "").split("\n")[0]
            rows.append(f"| `{event}` | `{reaction.name}` | {'yes' if reaction.outside else ''} | {says} |")
    return HEAD + "\n".join(rows) + "\n"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings_test")
    django.setup()
    if "--check" in sys.argv:
        if TARGET.read_text() != page():
            print("docs/reactions.md is stale: run python tools/reactions_index.py")
            return 1
        return 0
    TARGET.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
