"""The sweep as SQL: the claims of due clocks and what follows from a batch of them."""

from __future__ import annotations

from makegood.commitments.events import PromiseBroken, PromiseDueSoon
from makegood.journal.statement import recording_each

# The states are written out so that the partial index on the sweep's time serves; what this room told itself
# cannot be news to it. OFFSET 0 keeps the look for news a look-up by subject, whatever the statistics say of a
# queue that was empty a moment ago.
CLAIM_DUE = """
SELECT c.id FROM commitments_clock c
WHERE c.state IN ('running', 'paused') AND c.sweep_at < %(at)s AND NOT EXISTS (
  SELECT 1 FROM journal_outbox o JOIN journal_entry e ON e.id = o.entry_id
  WHERE o.state = 'pending' AND o.subject_kind = c.subject_kind AND o.subject_id = c.subject_id
  AND o.dated <= c.due_at AND NOT starts_with(e.name, 'commitments.') OFFSET 0)
ORDER BY c.sweep_at LIMIT %(limit)s FOR UPDATE OF c SKIP LOCKED
"""

CLAIM_WARNINGS = """
SELECT c.* FROM commitments_clock c
WHERE c.state = 'running' AND c.warn_at IS NOT NULL AND c.warn_at <= %(at)s AND c.due_at >= %(at)s AND NOT c.is_history
ORDER BY c.warn_at LIMIT %(limit)s FOR UPDATE OF c SKIP LOCKED
"""

# An array from a subquery is looked up by index whatever the planner thinks of the table's size.
IDS = "ANY (ARRAY(SELECT unnest(%(ids)s::bigint[])))"

CLOCK = {
    "clock_id": "id",
    "commitment_id": "commitment_id",
    "version_id": "version_id",
    "subject_kind": "subject_kind",
    "subject_id": "subject_id",
    "branch_id": "branch_id",
}

BREAK = f"""
WITH taken AS (
  UPDATE commitments_clock SET state = 'broken', sweep_at = NULL, warn_at = NULL WHERE id = {IDS}
  RETURNING id, commitment_id, version_id, subject_kind, subject_id, branch_id, due_at, is_history),
before AS (
  UPDATE commitments_clockverdict SET superseded_at = GREATEST(%(at)s, counted_at)
  WHERE clock_id = {IDS} AND superseded_at IS NULL RETURNING clock_id, number, superseded_at),
broken AS (
  SELECT taken.*, COALESCE(before.number, 0) + 1 AS verdict, COALESCE(before.superseded_at, %(at)s) AS counted_at,
         promise.remedy_code
  FROM taken JOIN commitments_commitment promise ON promise.id = taken.commitment_id
  LEFT JOIN before ON before.clock_id = taken.id),
verdict AS (
  INSERT INTO commitments_clockverdict (clock_id, number, outcome, decided_at, counted_at)
  SELECT id, verdict, 'broken', due_at, counted_at FROM broken ORDER BY due_at, id),
{
    recording_each(
        "broken",
        PromiseBroken,
        CLOCK | {"verdict": "verdict", "remedy_code": "remedy_code"},
        dated="due_at",
        mode="CASE WHEN is_history THEN 'backfill' ELSE %(mode)s END",
    )
}
SELECT 1
"""  # noqa: S608 — nothing but constants is put together here

WARN = f"""
WITH passed AS (
  SELECT * FROM unnest(%(ids)s::bigint[], %(warn_at)s::timestamptz[], %(given)s::smallint[], %(shares)s::integer[])
    AS p(clock_id, next_at, given, share)),
warned AS (
  UPDATE commitments_clock c SET warn_at = next_at, warnings_given = given FROM passed
  WHERE c.id = clock_id AND c.id = {IDS}
  RETURNING c.id, commitment_id, version_id, c.subject_kind, c.subject_id, branch_id, share),
{recording_each("warned", PromiseDueSoon, CLOCK | {"share": "share"})}
SELECT 1
"""  # noqa: S608 — nothing but constants is put together here
