"""Clients and signatures of what is outside: the embedded PostgreSQL, systems that are told by webhook.

Nouns: a *cluster*, an *address*, a *signature*. Verbs: start, stop, post. No models, no decisions.
"""
