from makegood.triage.models.choices import ASPECT_LABELS, Category, Feeling, Flag, Nature, Source, Urgency
from makegood.triage.models.item import ItemState, TriageItem
from makegood.triage.models.routing_rule import RoutingRule
from makegood.triage.models.screening import Screening
from makegood.triage.models.verdict import Verdict

__all__ = [
    "ASPECT_LABELS", "Category", "Feeling", "Flag", "ItemState", "Nature", "RoutingRule", "Screening", "Source",
    "TriageItem", "Urgency", "Verdict",
]  # fmt: skip
