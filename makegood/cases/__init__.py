"""The life of a complaint, from received to closed, with one responsible person at every step.

Nouns: *case* (one complaint being handled), *move* (a row for each change of status, who and when and why),
*level* (1 ordinary, 2 serious, 3 critical), *hand-off* (responsibility asked of another department, accepted or
declined), *closing condition* (what must be true before closing; rooms above satisfy them by calling down),
*tracking link* (the customer's way in, without an account), *rating* (the answer after closing).
Verbs: ``open_case``, ``acknowledge``, ``assign``, ``reply``, ``write_note``, ``hand_off``, ``accept_hand_off``,
``decline_hand_off``, ``decide``, ``escalate``, ``ask_customer``, ``customer_wrote``, ``close``, ``reopen``,
``withdraw``, ``rate``, ``make_tracking_link``, ``resolve_link``; and for ``recovery`` above: ``record_offer_made``,
``record_offer_answer``, ``record_performed``, ``satisfy``.

Who owns a case keeps it until another accepts it: a case is nobody's for no second. Whoever is complained about
neither sees nor handles it.
"""
