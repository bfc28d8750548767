"""Pure helpers that every floor may lean on: actors, money, half-open periods, refusals, the vault.

Nothing here knows Django, the wall clock or the network.
"""
