"""The two hot writes of intake as SQL: one item in one statement, and a batch from its staging table."""

from __future__ import annotations

from makegood.journal.statement import recording

# Answers one row: whether it may be taken in at all, and the arrival and feedback where it is new.
_RECEIVE = f"""
WITH standing AS (%%s),
arrival AS (
  INSERT INTO intake_arrival (channel_id, key, raw, digest, received_at, outcome, reason)
  SELECT %(channel_id)s::bigint, %(key)s, %(raw)s::bytea, %(digest)s, %(received_at)s::timestamptz, 'accepted', ''
  FROM standing ON CONFLICT (channel_id, key) DO NOTHING RETURNING id),
feedback AS (
  INSERT INTO intake_feedback
    (channel_id, arrival_id, customer_id, branch_id, department_id, subject, text, sealed_original, sealed_subject,
     text_digest, locale, occurred_at, received_at, entered_at, collector_id, mode)
  SELECT %(channel_id)s, id, %(customer_id)s::bigint, %(branch_id)s::bigint, %(department_id)s::bigint, %(subject)s,
     %(text)s, %(sealed_text)s::bytea, %(sealed_subject)s::bytea, %(text_digest)s, %(locale)s, %(occurred_at)s,
     %(received_at)s, %(entered_at)s, %(collector_id)s::bigint, %(mode)s FROM arrival
  RETURNING id, arrival_id, branch_id),
{
    recording(
        "feedback",
        subject="id",
        branch="branch_id",
        data="jsonb_build_object('feedback_id', id, 'branch_id', branch_id)",
    )
}
SELECT EXISTS (SELECT FROM standing), (SELECT arrival_id FROM feedback), (SELECT id FROM feedback)
"""  # noqa: S608 — nothing but constants is put together here
_UNCHANGED = """
  SELECT FROM people_apitoken t, intake_channel c WHERE t.id = %(token_id)s AND t.xmin::text = %(token_version)s
  AND c.id = %(channel_id)s AND c.xmin::text = %(channel_version)s"""
RECEIVE = _RECEIVE.replace("%%s", "SELECT")
RECEIVE_UNCHANGED = _RECEIVE.replace("%%s", _UNCHANGED)

STAGED = {
    "row": "int4", "arrival_id": "int8", "key": "text", "digest": "text", "raw": "bytea", "outcome": "text",
    "reason": "text", "channel_id": "int8", "customer_id": "int8", "branch_id": "int8", "thread_id": "int8",
    "subject": "text", "text": "text", "sealed_original": "bytea", "sealed_subject": "bytea", "text_digest": "text",
    "locale": "text", "occurred_at": "timestamptz",
}  # fmt: skip

# Rows with an arrival_id were quarantined before and are mended now; the others arrive for the first time.
LOAD = """
WITH arrival AS (
  INSERT INTO intake_arrival (channel_id, key, raw, digest, received_at, outcome, reason, batch_id, row)
  SELECT %(channel_id)s, key, raw, digest, %(at)s, outcome, reason, %(batch_id)s, row
  FROM intake_stage WHERE arrival_id IS NULL ORDER BY row
  ON CONFLICT (channel_id, key) DO NOTHING RETURNING id, row, outcome),
mended AS (
  UPDATE intake_arrival a SET outcome = 'accepted', reason = '', digest = s.digest, key = s.key
  FROM intake_stage s WHERE a.id = s.arrival_id AND a.outcome = 'quarantined' RETURNING a.id, s.row, a.outcome),
known AS (SELECT * FROM arrival UNION ALL SELECT * FROM mended),
feedback AS (
  INSERT INTO intake_feedback
    (channel_id, arrival_id, batch_id, customer_id, branch_id, thread_id, subject, text, sealed_original,
     sealed_subject, text_digest, locale, occurred_at, received_at, entered_at, collector_id, mode)
  SELECT s.channel_id, k.id, %(batch_id)s, s.customer_id, s.branch_id, s.thread_id, s.subject, s.text,
     s.sealed_original, s.sealed_subject, s.text_digest, s.locale, s.occurred_at, %(at)s, %(at)s,
     %(collector_id)s::bigint, %(mode)s
  FROM intake_stage s JOIN known k USING (row) WHERE k.outcome = 'accepted' ORDER BY row
  RETURNING id, arrival_id)
SELECT k.row, k.id, f.id FROM known k LEFT JOIN feedback f ON f.arrival_id = k.id ORDER BY k.row
"""

PROPOSE = """
INSERT INTO intake_proposedlink (earlier_id, later_id, kind, state, proposed_at)
SELECT e.id, f.id,
  CASE WHEN e.text = f.text AND e.subject = f.subject AND e.customer_id = f.customer_id
       THEN 'repeated_text' ELSE 'same_text' END, 'proposed', %(at)s
FROM intake_feedback f JOIN LATERAL (
  SELECT p.id, p.text, p.subject, p.customer_id FROM intake_feedback p
  WHERE p.text_digest = f.text_digest AND p.text_digest <> '' AND p.id < f.id
  ORDER BY (p.customer_id = f.customer_id) DESC NULLS LAST, p.id LIMIT 1) e ON true
WHERE f.id = ANY (%(ids)s) AND f.text_digest <> ''
ON CONFLICT DO NOTHING RETURNING kind
"""
