"""Telling staff, and telling other systems.

Nouns: *notice* (the bell), *preference* (e-mail copy, quiet hours), *webhook subscription* and *delivery*.
Verbs: ``tell`` staff, ``mark_read``, ``send_due_emails``; ``subscribe``, ``queue_deliveries`` of a journal
entry, ``deliver_due``, ``redeliver`` what was parked. History (backfill, drill) tells nobody.
"""
