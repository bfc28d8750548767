"""What runs without a person at a page: the command line, the supervisor, the worker and its rounds.

Nouns: an *instance* (one running Makegood of one data root), its *children* (web, worker), a *round* (work
done again and again: drain the outbox, sweep the promises), a *beat* (when a round was last seen alive), a
*finding* of the doctor. Verbs: run, demo, doctor, prepare, work.
"""
