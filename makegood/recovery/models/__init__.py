from makegood.recovery.models.catalogue import RemedyKind, StockItem
from makegood.recovery.models.fulfilment import Coupon, Fulfilment
from makegood.recovery.models.offer import Hold, Offer, OfferMove, OfferOption
from makegood.recovery.models.policy import PolicyVersion

__all__ = [
    "Coupon", "Fulfilment", "Hold", "Offer", "OfferMove", "OfferOption", "PolicyVersion", "RemedyKind", "StockItem",
]  # fmt: skip
