from makegood.cases.models.case import Case, Fault, Severity, Status
from makegood.cases.models.case_search import CaseSearch
from makegood.cases.models.closing_condition import ClosingCondition
from makegood.cases.models.hand_off import HandOff
from makegood.cases.models.move import CaseMove
from makegood.cases.models.rating import Rating
from makegood.cases.models.tracking_link import TrackingLink

__all__ = [
    "Case",
    "CaseMove",
    "CaseSearch",
    "ClosingCondition",
    "Fault",
    "HandOff",
    "Rating",
    "Severity",
    "Status",
    "TrackingLink",
]
