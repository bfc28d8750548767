"""Settings, reports and oversight: the pages of those who answer for the service.

Nouns: *door* (who may enter a page), *page* (what a screen draws, read in a fixed number of queries), *view*
(form, permission, one operation, redirect). Pages: dashboard, imports, promises, calendars, policy, budgets,
journal, outbox, intake balance, tokens, webhooks, people, agreement of the screening.
"""
