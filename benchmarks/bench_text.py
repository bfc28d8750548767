"""How well and how fast the shipped text engine judges, on the shared texts where they are."""

from __future__ import annotations

from benchmarks import text_engine
from benchmarks.figures import Figure
from benchmarks.site import Site
from makegood.engines.text.loading import load_engine

ENGINE = "makegood.engines.text.lexicon.LexiconEngine"


def measure(site: Site) -> list[Figure]:
    """Nothing where the shared data is absent."""
    if not text_engine.SHARED.is_dir():
        print(f"no shared data at {text_engine.SHARED}: the text engine is not measured")
        return []
    return text_engine.measure(load_engine(ENGINE))
