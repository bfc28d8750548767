"""What we and our customers write to each other, and what staff note for each other.

Nouns: *thread* (one correspondence), *message* (one thing written, for the customer or for us alone),
*delivery* (how an outgoing message reached the customer), *draft* (a message still being written),
*presence* (who is looking at a thread right now). Verbs: ``open_thread``, ``write_message``,
``write_messages`` (history, in bulk), ``deliver``, ``save_draft``, ``look``.

The body of a message is sealed; ``text`` is the same with personal data starred out. Which kinds of
message count as a response to the customer is said kind by kind in ``rules.kinds``.
"""
