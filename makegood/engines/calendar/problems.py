"""What can be wrong with a calendar; rooms above put these codes into the reader's language."""


class CalendarProblem(ValueError):
    """A calendar that cannot keep time: `code` names the reason, `details` the place."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details
