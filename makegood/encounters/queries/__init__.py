"""Reads with more than one caller."""

from makegood.encounters.queries.encounters import (
    StageMoment,
    encounters_of_customer,
    facts_of,
    stage_moments,
    with_stages,
)
from makegood.encounters.queries.names import stage_names

__all__ = ["StageMoment", "encounters_of_customer", "facts_of", "stage_moments", "stage_names", "with_stages"]
