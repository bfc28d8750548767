"""Feedback comes in on every channel, and nothing is lost.

Nouns: *channel* (a way in, with an owner), *arrival* (what came, exactly as it came, under a key that is
unique in its channel), *feedback* (what somebody tells us), *repeat* (the same key sent again), *import*
(a file of feedback) with its *batches* and *quarantined rows*, *proposed link* (two items that say the same).
Verbs: ``receive_feedback`` (one item, idempotent), ``receive_many`` (a batch), ``open_conversation`` (the
thread of an item, made when it is first needed), ``start_import`` → ``run_import`` → ``replay`` (files),
``confirm_link``, ``reject_link``.

Raw comes first: the arrival is written before anything reads it, and every day *received = accepted +
duplicates + quarantined* is checked per channel (``queries.daily_balance``).
"""
