from makegood.approvals.models.approval_request import ApprovalRequest, ApprovalState
from makegood.approvals.models.limit_table import LimitTable

__all__ = ["ApprovalRequest", "ApprovalState", "LimitTable"]
