"""What can go wrong with the embedded database, in words."""


class PostgresTrouble(RuntimeError):
    """The embedded PostgreSQL could not be found, made, started or stopped. The message says why."""
