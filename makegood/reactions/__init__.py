"""When X happened, do Y: one file an event (or a family of events), each reaction a few lines that call down.

A reaction is repeatable, since delivery is at least once, and dates what it does by ``entry.at``. Reactions that
reach customers, staff or money are ``outside`` and run for live entries only. The index is ``docs/reactions.md``.
"""
