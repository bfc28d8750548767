"""Everything heard, as columns for one promise: set-wise, without a clock being written.

Subjects of which only beginnings and ends were heard are paired in the database and read as binary columns;
those that paused, were cancelled, judged again or are promised by a date are replayed one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from makegood.commitments.models import HeardSignal
from makegood.commitments.rules.past import Past, past_of_intervals, past_of_rounds
from makegood.commitments.rules.replay import Round, replay
from makegood.commitments.rules.scope import DIMENSIONS, TAGS
from makegood.commitments.rules.signals import REFILING, Heard
from makegood.commitments.rules.terms import Terms

BEGUN = """
  SELECT DISTINCT ON (subject_kind, subject_id) subject_kind, subject_id, at, facts->>'branch_id' AS branch
  FROM commitments_heardsignal WHERE name = ANY(%(starts)s) AND at <= %(until)s {scope}
  ORDER BY subject_kind, subject_id, at
"""
SPECIAL = """
  SELECT subject_kind, subject_id FROM commitments_heardsignal WHERE name = ANY(%(special)s) AND at <= %(until)s
"""
PLAIN = f"""
COPY (
  WITH begun AS ({BEGUN}), special AS ({SPECIAL})
  SELECT (extract(epoch FROM begun.at) * 1000000)::bigint,
    coalesce((extract(epoch FROM min(told.at)) * 1000000)::bigint, -1),
    coalesce(begun.branch::bigint, -1)
  FROM begun LEFT JOIN commitments_heardsignal told ON told.subject_kind = begun.subject_kind
    AND told.subject_id = begun.subject_id AND told.name = ANY(%(stops)s) AND told.at BETWEEN begun.at AND %(until)s
  WHERE begun.at >= %(since)s
    AND NOT EXISTS (SELECT 1 FROM special WHERE special.subject_kind = begun.subject_kind
      AND special.subject_id = begun.subject_id)
  GROUP BY begun.subject_kind, begun.subject_id, begun.at, begun.branch
) TO STDOUT (FORMAT BINARY)
"""  # noqa: S608  the pieces are constants; what is asked for goes as parameters
ROW = np.dtype([("fields", ">i2"), *((name, t) for k in "abc" for name, t in ((f"n{k}", ">i4"), (k, ">i8")))])
HEADER = 19


def past_of(terms: Terms, *, since: datetime, until: datetime) -> Past:
    """What the promise would have covered and what began in [since, until], as it was known by `until`."""
    special = terms.signals - (terms.starts_on - REFILING) - (terms.stops_on - REFILING)
    is_plain = not (terms.repeats or terms.dated_by or terms.starts_on & terms.stops_on)
    replayed = past_of_rounds(
        terms, _replayed(terms, special if is_plain else terms.starts_on, since, until), until=until
    )
    if not is_plain or terms.starts_on & REFILING:
        return replayed
    rows = _paired(terms, special, since, until)
    starts, ends, branches = (rows[name].astype(np.int64) for name in "abc")
    return past_of_intervals(terms, starts, ends, branches, until=until).joined(replayed)


def _paired(terms: Terms, special: frozenset[str], since: datetime, until: datetime) -> Any:
    scope, parameters = _scope(terms)
    parameters |= {
        "starts": sorted(terms.starts_on), "stops": sorted(terms.stops_on), "special": sorted(special),
        "since": since, "until": until,
    }  # fmt: skip
    with connection.cursor() as cursor, cursor.cursor.copy(PLAIN.format(scope=scope), parameters) as copy:
        told = b"".join(bytes(piece) for piece in copy)
    return np.frombuffer(told, dtype=ROW, count=(len(told) - HEADER) // ROW.itemsize, offset=HEADER)


def _scope(terms: Terms) -> tuple[str, dict[str, Any]]:
    """`covers` as SQL: what is compared is text, as the facts' own numbers read."""
    asked = {key: allowed for key, allowed in terms.scope.items() if allowed and key in DIMENSIONS}
    clauses = [f"AND facts->>'{DIMENSIONS[key]}' = ANY(%({key})s)" for key in asked]
    parameters = {key: [str(value) for value in allowed] for key, allowed in asked.items()}
    for key, named in terms.exclusions.items():
        told = f"facts->'{TAGS}' ?|" if key == TAGS else f"facts->>'{DIMENSIONS[key]}' = ANY"
        clauses.append(f"AND NOT coalesce({told} (%(not_{key})s), false)")
        parameters[f"not_{key}"] = [str(value) for value in named]
    return " ".join(clauses), parameters


def _replayed(terms: Terms, special: frozenset[str], since: datetime, until: datetime) -> list[Round]:
    """The rounds of every subject of which a special signal was heard."""
    rounds: list[Round] = []
    for signals in _subjects(terms, special, until):
        rounds += [found for found in replay([terms], signals) if since <= found.started_at <= until]
    return rounds


def _subjects(terms: Terms, special: frozenset[str], until: datetime) -> Iterator[list[Heard]]:
    wanted = HeardSignal.objects.filter(name__in=special, at__lte=until).values("subject_kind", "subject_id").distinct()
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for kind, pk in wanted.values_list("subject_kind", "subject_id"):
        kinds[kind].append(pk)
    for kind, ids in kinds.items():
        heard = HeardSignal.objects.filter(subject_kind=kind, subject_id__in=ids, name__in=terms.signals, at__lte=until)
        yield from _grouped(heard.order_by("subject_id").iterator(5_000))


def _grouped(signals: Iterator[HeardSignal]) -> Iterator[list[Heard]]:
    subject, found = None, list[Heard]()
    for signal in signals:
        if signal.subject_id != subject:
            if found:
                yield found
            subject, found = signal.subject_id, []
        found.append(Heard(signal.at, signal.name, signal.facts, signal.judged_at))
    if found:
        yield found


def first_heard(terms: Terms, *, until: datetime) -> datetime | None:
    """When the first thing that could start it was heard of."""
    heard = HeardSignal.objects.filter(name__in=terms.starts_on, at__lte=until)
    return heard.order_by("at").values_list("at", flat=True).first()
