"""How we did, as numbers that can be opened.

Nouns: *scope* (a period and the branches looked at), *metric* (a named number with its population, its
interval and the least n it needs), *figure* (a metric measured in a scope: a value with interval and n, or
"not enough data"), *drill* (which rows a number was counted from, as parts of an address). Verbs:
``dashboard`` (all figures of the first page in a fixed number of queries), ``rows_behind`` (the rows of a
drill, as one person may see them). The room writes nothing of its own yet; it reads the rooms below.
"""
