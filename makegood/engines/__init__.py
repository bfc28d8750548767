"""Pure computation, plain values in and out: text, calendar, statistics, offers.

Nouns: a *contract* and the *adapters* that keep it. Verbs: judge, count, choose. No Django, no clock, no network.
"""
