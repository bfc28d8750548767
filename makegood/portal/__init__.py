"""The customers' pages: no account, a phone first, plain words.

Pages: the organisation's home, its service charter, a feedback form for each channel, the receipt of what was
sent, and the tracking page of a case, opened by an unguessable link. A link is the only authority here, so
posts carry no session and need no CSRF token; forms are protected by a key each, a honeypot and rate limits.
"""
