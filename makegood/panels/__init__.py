"""Read-only pieces that the fronts share.

Nouns: *components* (promise chip, timeline, next step, Why, interval bar), their *presenters*, *layouts*, *exports*.
Verbs: show, say, export; nothing here writes.
"""
