"""Money, points and stock that moved: double entry, append-only, every balance a sum.

Nouns: *account*, *transfer* (one movement under one idempotency key, never changed), *posting* (its signed
half on one account), *budget* (branch × kind × period, in one unit), *reservation* (a transfer of kind
reserve that is spent or released later), *checkpoint* (a proven sum to count on from).
Verbs: ``open_budget``, ``fund_budget``, ``reserve``, ``spend``, ``release``, ``reverse``. A unit is a
currency (``CNY``), ``POINTS`` or a kind of goods (``stock:umbrella``); the same rules hold for all.
Each budget has three accounts: available → reserved → spent; a correction is a reversing transfer.
"""
