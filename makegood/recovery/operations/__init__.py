from makegood.recovery.operations.answer import accept, decline
from makegood.recovery.operations.breach import propose_for_breach
from makegood.recovery.operations.catalogue import save_remedy, stock_up
from makegood.recovery.operations.deliver import start_fulfilment
from makegood.recovery.operations.end_offer import cancel, cancel_for_withdrawn_breach, lapse_expired
from makegood.recovery.operations.payouts import (
    confirm_payout,
    mark_failed,
    mark_sent,
    mark_unknown,
    settle_unknown,
)
from makegood.recovery.operations.policy import draft_policy, edit_policy, problems_of_policy, publish_policy
from makegood.recovery.operations.propose import Grounds, Wanted, newest_offer, propose
from makegood.recovery.operations.redeem_coupon import redeem_coupon
from makegood.recovery.operations.reverse_offer import reverse_offer
from makegood.recovery.operations.send_offer import approval_agreed, approval_refused, send_offer

__all__ = [
    "Grounds", "Wanted", "accept", "approval_agreed", "approval_refused", "cancel", "cancel_for_withdrawn_breach",
    "confirm_payout", "decline", "draft_policy", "edit_policy", "lapse_expired", "mark_failed", "mark_sent",
    "mark_unknown", "newest_offer", "problems_of_policy", "propose", "propose_for_breach", "publish_policy",
    "redeem_coupon", "reverse_offer", "save_remedy", "send_offer", "settle_unknown", "start_fulfilment", "stock_up",
]  # fmt: skip
