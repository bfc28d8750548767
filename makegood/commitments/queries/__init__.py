"""Reads with more than one caller."""

from makegood.commitments.queries.attainment import Attainment, attainment, breaches
from makegood.commitments.queries.by_commitment import attainment_by_commitment
from makegood.commitments.queries.escalations import (
    escalations_of,
    ladders_in_force,
    open_escalations,
)
from makegood.commitments.queries.extensions import requests_for_more_time
from makegood.commitments.queries.feasibility import Tried, try_promise
from makegood.commitments.queries.promises import (
    Promise,
    current_versions,
    promises_in_force,
    public_promises,
)
from makegood.commitments.queries.quality import QualityReading, quality_of
from makegood.commitments.queries.readings import ClockReading, clocks_of

__all__ = [
    "Attainment",
    "ClockReading",
    "Promise",
    "QualityReading",
    "Tried",
    "attainment",
    "attainment_by_commitment",
    "breaches",
    "clocks_of",
    "current_versions",
    "escalations_of",
    "ladders_in_force",
    "open_escalations",
    "promises_in_force",
    "public_promises",
    "quality_of",
    "requests_for_more_time",
    "try_promise",
]
