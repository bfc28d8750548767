from makegood.approvals.operations.ask_approval import ask_approval
from makegood.approvals.operations.decide import agree, refuse, withdraw
from makegood.approvals.operations.publish_limits import publish_limits
from makegood.approvals.operations.recuse import recuse

__all__ = ["agree", "ask_approval", "publish_limits", "recuse", "refuse", "withdraw"]
