"""The organisation: who works here, where, and what they may see.

Nouns: *branch* (a tree: head office, region, branch, contact centre), *department*, *staff* (the log-in and
the person in one), *role*, *API token* (a machine's identity), *shift* and *absence* (who works when). Verbs:
``hire``, ``transfer``, ``issue_token``, ``revoke_token``, ``plan_week``, ``note_absence``, ``withdraw_absence``.
Everything scoped by branch asks ``permissions.branch_ids_of(staff)``.
"""
