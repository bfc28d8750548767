"""What may be offered for a failure, and how to spend a budget best. Pure: values in, values out.

Nouns: Facts (what happened), Policy (a compiled table of rows, factors and caps), Decision (always, choices,
escalate, and the rows that led there), Problem (what is wrong with a table).
Verbs: read_policy, decide, problems_of, choose_within_budget. The same facts under the same table always give
the same decision.
"""

from makegood.engines.offers.budget import Assignment, choose_within_budget
from makegood.engines.offers.check import problems_of
from makegood.engines.offers.decide import Decision, Match, Option, decide
from makegood.engines.offers.facts import Acceptance, Facts, Fault, Loss, Severity
from makegood.engines.offers.policy import Policy, PolicyProblem, read_policy

__all__ = [
    "Acceptance",
    "Assignment",
    "Decision",
    "Facts",
    "Fault",
    "Loss",
    "Match",
    "Option",
    "Policy",
    "PolicyProblem",
    "Severity",
    "choose_within_budget",
    "decide",
    "problems_of",
    "read_policy",
]
