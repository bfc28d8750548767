"""The front for machines: ``/api/v1/``.

A machine shows a bearer token (``people.ApiToken``) with scopes; it posts feedback (one at a time with an
idempotency key, or many as NDJSON), reads feedback and cases of its branches, tells of encounters and their
stages, and subscribes to webhooks. Errors are RFC 9457 problems in the reader's language.
"""
