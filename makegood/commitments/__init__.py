"""Promises and the clocks that keep them honest (服务承诺).

Nouns: *commitment* (a promise, with versions in three languages), *calendar* (working time, with
versions), *signal* (something that happened to a subject), *clock* (one version of a promise measured on
one subject, in rounds), *verdict* (kept or broken, numbered, dated), *breach*.
Verbs: define_calendar, draft, review, publish and withdraw a commitment; hear a signal; sweep what fell
due; merge clocks. A clock is always what its history says: signals may come late, twice or out of order,
and a verdict that they overturn is followed by a new one, never rewritten.
"""
