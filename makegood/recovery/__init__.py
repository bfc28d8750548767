"""Making good: what is offered for a failure, what it costs, who must agree, and that it really arrives.

Nouns: *remedy kind* (the catalogue), *policy version* (the table that suggests), *offer* with its *options*
(the customer takes one), *promise of funds* (what an offer holds in the ledger), *fulfilment* (one attempt to
deliver), *coupon*, *stock item*. Verbs: ``suggest``, ``propose``, ``send_offer``, ``accept``,
``decline``, ``lapse_expired``, ``cancel``, ``start_fulfilment``, ``confirm_payout``, ``mark_unknown``,
``settle_unknown``, ``reverse_offer``, ``propose_for_breach``; ``draft_policy``, ``publish_policy``.
An offer reserves its budget when it is proposed; nothing is promised that no budget or stock covers.
"""
