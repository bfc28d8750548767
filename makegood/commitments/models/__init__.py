from makegood.commitments.models.calendar import BusinessCalendar, CalendarVersion
from makegood.commitments.models.clock import Clock, ClockVerdict
from makegood.commitments.models.commitment import Commitment, CommitmentVersion, VersionMove
from makegood.commitments.models.escalation import Escalation, EscalationLadder, EscalationRing
from makegood.commitments.models.extension import ExtensionRequest
from makegood.commitments.models.heard_signal import HeardSignal
from makegood.commitments.models.subject_link import SubjectLink
from makegood.commitments.models.trial import Trial

__all__ = [
    "BusinessCalendar",
    "CalendarVersion",
    "Clock",
    "ClockVerdict",
    "Commitment",
    "CommitmentVersion",
    "Escalation",
    "EscalationLadder",
    "EscalationRing",
    "ExtensionRequest",
    "HeardSignal",
    "SubjectLink",
    "Trial",
    "VersionMove",
]
