"""Why something could not be taken in: stable codes, whose words stand in the ``reasons`` of the room that reads."""

from __future__ import annotations


class Problem(ValueError):
    """One row or item that cannot be taken in. ``code`` is stable; ``params`` fill its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
