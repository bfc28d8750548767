"""Find the engine that the settings name."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from makegood.engines.text.contract import TextEngine


@cache
def load_engine(dotted_path: str) -> TextEngine:
    """The engine at `dotted_path` ("package.module.Class"), made once for a process.

    Raises ImportError where nothing stands at the path and TypeError where it keeps no contract.
    """
    module, _, name = dotted_path.rpartition(".")
    try:
        engine = getattr(import_module(module), name)()
    except (AttributeError, ValueError) as error:
        raise ImportError(f"no text engine at {dotted_path!r}") from error
    if not isinstance(engine, TextEngine):
        raise TypeError(f"{dotted_path} does not keep the contract of a text engine")
    return engine
