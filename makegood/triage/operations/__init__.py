from makegood.triage.operations.accuse import accuse
from makegood.triage.operations.answer import answer
from makegood.triage.operations.classify import classify, classify_batch, reclassify
from makegood.triage.operations.route import add_routing_rule, retire_routing_rule, route
from makegood.triage.operations.screen import AlreadyScreened, confirm_many, screen
from makegood.triage.operations.undo_screening import undo_many, undo_screening

__all__ = [
    "AlreadyScreened", "accuse", "add_routing_rule", "answer", "classify", "classify_batch", "confirm_many",
    "reclassify", "retire_routing_rule", "route", "screen", "undo_many", "undo_screening",
]  # fmt: skip
