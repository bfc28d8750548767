from makegood.journal.models.entry import Entry
from makegood.journal.models.outbox import Outbox
from makegood.journal.models.seal import Seal

__all__ = ["Entry", "Outbox", "Seal"]
