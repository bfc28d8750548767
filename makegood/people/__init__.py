"""The organisation: who works here, where, and what they may see.

Nouns: *branch* (a tree: head office, region, branch, contact centre), *department*, *staff* (the log-in and
the person in one), *role*, *API token* (a machine's identity). Verbs: ``hire``, ``transfer``, ``issue_token``,
``revoke_token``. Everything scoped by branch asks ``permissions.branch_ids_of(staff)``.
"""
