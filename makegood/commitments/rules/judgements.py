"""What a subject was judged to be, and judged again.

A judgement (an engine's class, a person's correction) says what the subject was from the beginning on. Of several
the newest counts:

* if it puts the subject under a promise, the promise was owed from the beginning on (the customer waited since then);
  judgements that agree begin nothing anew;
* if it takes the subject out of a promise, nothing is owed from when it was made. A promise that fell due before then
  stays broken: calling a message something else afterwards undoes no breach.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from makegood.commitments.rules.signals import Heard
from makegood.commitments.rules.terms import Terms


def as_it_stands(versions: Sequence[Terms], signals: Iterable[Heard]) -> list[Heard]:
    """The signals with each row of judgements put as what follows from it: that it is so, then that it no longer is."""
    plain: list[Heard] = []
    judged: defaultdict[str, list[tuple[datetime, str, Heard]]] = defaultdict(list)
    for heard in signals:
        if heard.judged_at is None:
            plain.append(heard)
        else:
            judged[heard.name].append((heard.judged_at, canonical(heard.facts), heard))
    for said in judged.values():
        plain += _followed(versions, [heard for *_order, heard in sorted(said, key=lambda row: row[:2])])
    return plain


def _followed(versions: Sequence[Terms], said: Sequence[Heard]) -> list[Heard]:
    """`said` in the order in which it was judged."""
    since = min(heard.at for heard in said)
    owed = [any(terms.is_in_force(since) and terms.covers(heard.facts) for terms in versions) for heard in said]
    if True not in owed:
        return [_from(said[0], since)]
    last = len(owed) - 1 - owed[::-1].index(True)
    begins = said[last]._replace(at=since, judged_at=None)
    if owed[-1]:
        return [begins]
    leaves = _from(said[last + 1], since)
    return [begins, leaves] if leaves.at > since else [leaves]


def _from(heard: Heard, since: datetime) -> Heard:
    return heard._replace(at=max(since, heard.judged_at or since), judged_at=None)


def canonical(facts: Mapping[str, Any]) -> str:
    """The same text for the same facts, to put equal things in one order."""
    return json.dumps(dict(facts), sort_keys=True, default=str)
