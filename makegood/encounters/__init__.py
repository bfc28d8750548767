"""What happened between a customer and us: orders, visits and service sessions, with their timed stages (服务接触).

Nouns: *encounter* (an order, a visit, a service session, known by its reference), *stage* (a timed step
of it: queue, dishes, checkout, delivery, refund …).
*state change* (from when on it was open, waiting, resolved …).
Verbs: record_encounter, record_stage, record_encounters. Stages may be told late, twice and out of order;
of two tellings the earlier time stands, so the outcome is the same.
"""
