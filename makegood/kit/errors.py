"""Refusals: errors that a person can act on. ``message`` is translatable and says what to do."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An operation was refused for a reason its user can understand.

    ``message`` may be a lazy translation; ``params`` fill its ``%(name)s`` places. ``code`` is stable for machines.
    """

    code = "refused"
    message: Any = "This cannot be done."

    def __init__(self, message: Any = None, /, **params: Any) -> None:
        self.message = message if message is not None else type(self).message
        self.params = params
        super().__init__(self.message)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.params if self.params else text


class Invalid(Refusal):
    """The input is wrong; ``field`` names the place when there is one."""

    code = "invalid"

    def __init__(self, message: Any = None, /, field: str = "", **params: Any) -> None:
        super().__init__(message, **params)
        self.field = field


class NotAllowed(Refusal):
    code = "not_allowed"
    message = "You are not allowed to do this. Ask your supervisor."


class SomebodyWasFaster(Refusal):
    """A guarded update found that the row had moved on since it was read."""

    code = "somebody_was_faster"
    message = "Somebody else changed this a moment ago. Look at the new state and try again."
