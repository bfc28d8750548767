"""Telling staff, and telling other systems.

Nouns: *notice* (the bell), *preference* (e-mail copy, quiet hours), *webhook subscription* and *delivery*.
Verbs: ``tell`` staff, ``mark_read``, ``take_back``, ``send_due_emails``; ``subscribe``, ``queue_deliveries`` of a
journal entry, ``deliver_due``, ``redeliver`` what was parked. History (backfill, drill) tells nobody.

A notice is data until it is read: it speaks the reader's language and the time of the reader's branch. Told twice
under one key it rings once. Quiet hours (a person's own, else the house's) hold back every e-mail, and the bell of what
rings because time passed; it rings once when they end, and what is urgent waits for nothing. What goes out is sent by
one worker at a time, held by its database session (``one_at_a_time``): a slow server never gets the same thing twice.
What our own people do to keep a promise is told to no address outside (``queries.INTERNAL``).
"""
