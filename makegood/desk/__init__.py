"""The front for staff: the inbox, cases, approvals and payouts of people at work.

Nouns: a *list* with saved views, a *case page* (timeline, next-step rail, promise chips), an *inbox* worked by
keyboard, the *palette*. Verbs are the rooms' own: each request calls one operation.
"""
