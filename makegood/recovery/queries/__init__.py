from makegood.recovery.queries.figures import Delivery, deliveries, given_by_remedy
from makegood.recovery.queries.history import facts_of, promised_on
from makegood.recovery.queries.offers import OfferCard, offer_cards, offers_of_cases, portal_offers
from makegood.recovery.queries.payouts import waiting_payouts
from makegood.recovery.queries.suggest import Suggested, Suggestion, policy_in_force, suggest

__all__ = [
    "Delivery", "OfferCard", "Suggested", "Suggestion", "deliveries", "facts_of", "given_by_remedy", "offer_cards",
    "offers_of_cases", "policy_in_force", "portal_offers", "promised_on", "suggest", "waiting_payouts",
]  # fmt: skip
