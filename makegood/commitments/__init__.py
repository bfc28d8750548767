"""Promises and the clocks that keep them honest (服务承诺).

Nouns: *commitment* (a promise, with versions in three languages), *calendar* (working time, with
versions), *signal* (something that happened to a subject), *clock* (one version of a promise measured on
one subject, in rounds), *verdict* (kept or broken, numbered, dated), *breach*.
Verbs: define_calendar, draft, review, publish and withdraw a commitment; hear a signal; sweep what fell
due; merge and split clocks, and undo it. A clock is always what its history says: signals may come late, twice
or out of order, and a verdict that they overturn is followed by a new one, never rewritten. A judgement about a
subject counts from the subject's beginning, a change from its own date; neither undoes a breach. Every rule:
docs/clock-rules.md.

A *ladder* says whom a promise in danger calls, step by step; an *escalation* is one clock on its way up, a timer
that is written with the clock. Verbs: define_ladder, climb (ring the rungs that are due, once each, late or by many
workers), acknowledge_escalations ("I have it" ends the calling). Why so: docs/decisions/0007.

An *extension* is more time for a running promise, in steps that its version allows. Verbs: ask_extension (before it is
due), agree_extension (heard as of when it was asked for, so right in any order), refuse_extension.
"""
