"""What the benchmarks prepare inside the measured site: `python -m benchmarks.inside VERB ARGUMENT`."""

from __future__ import annotations

import sys

import django

# What belongs to a case, in an order that foreign keys allow, and the columns that name rows of these tables.
FAMILY: dict[str, tuple[str, dict[str, str]]] = {
    "conversations_thread": ("id IN (SELECT thread_id FROM cases_case)", {}),
    "intake_arrival": (
        "id IN (SELECT arrival_id FROM intake_feedback f JOIN cases_case c ON c.feedback_id = f.id)",
        {"key": "key || ':' || j"},
    ),
    "intake_feedback": (
        "id IN (SELECT feedback_id FROM cases_case)",
        {"arrival_id": "arrival_id + j * {step}", "thread_id": "thread_id + j * {step}"},
    ),
    "triage_triageitem": (
        "feedback_id IN (SELECT feedback_id FROM cases_case)", {"feedback_id": "feedback_id + j * {step}"},
    ),
    "cases_case": (
        "true",
        {
            "number": "number || '-' || j", "thread_id": "thread_id + j * {step}",
            "feedback_id": "feedback_id + j * {step}",
        },
    ),
    "cases_casesearch": ("true", {"case_id": "case_id + j * {step}"}),
    "cases_casemove": ("true", {"case_id": "case_id + j * {step}"}),
    "cases_closingcondition": ("true", {"case_id": "case_id + j * {step}"}),
    "cases_rating": ("true", {"case_id": "case_id + j * {step}"}),
    "conversations_message": (
        "thread_id IN (SELECT thread_id FROM cases_case)",
        {"thread_id": "thread_id + j * {step}", "external_key": "''"},
    ),
    "commitments_clock": ("subject_kind = 'case'", {"subject_id": "subject_id + j * {step}"}),
    "commitments_clockverdict": (
        "clock_id IN (SELECT id FROM commitments_clock WHERE subject_kind = 'case')",
        {"clock_id": "clock_id + j * {step}"},
    ),
}  # fmt: skip
STEP = 1_000_000
COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""


def crowd(wanted: int) -> str:
    """Copy the demo company's cases with all that belongs to them up to ``wanted``; later copies are older."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        here: int = cursor.fetchone()[0]
        copies = -(-wanted // here) - 1
        for table, (which, _changed) in reversed(FAMILY.items()):
            cursor.execute(f"CREATE TEMPORARY TABLE old_{table} AS SELECT * FROM {table} WHERE {which}")
        for table, (_which, changed) in FAMILY.items():
            cursor.execute(COLUMNS, [table])
            pairs = [(name, _copied(name, kind, changed)) for name, kind in cursor.fetchall()]
            names, values = ", ".join(n for n, _ in pairs), ", ".join(v for _, v in pairs)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM old_{table}, generate_series(1, %s) AS j",
                [copies],
            )
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself, sooner or later
        cursor.execute("SELECT count(*) FROM cases_case")
        return str(cursor.fetchone()[0])


def _copied(name: str, kind: str, changed: dict[str, str]) -> str:
    if name in changed:
        return changed[name].format(step=STEP)
    if name == "id":
        return f"id + j * {STEP}"
    return f"{name} - j * interval '41 minutes'" if kind == "timestamp with time zone" else name


def channel(code: str) -> str:
    """A channel nothing came through yet."""
    from django.utils import timezone

    from makegood.intake.operations import open_channel
    from makegood.kit.actor import SYSTEM

    return open_channel(code=code, name="跑分", kind="api", by=SYSTEM, at=timezone.now()).code


def token(name: str) -> str:
    """A token that may ask as often as it can."""
    from django.utils import timezone

    from makegood.kit.actor import SYSTEM
    from makegood.people.models import ApiToken
    from makegood.people.operations import issue_token

    made, secret = issue_token(name=name, scopes=["feedback:write"], branch=None, by=SYSTEM, at=timezone.now())
    ApiToken.objects.filter(pk=made.pk).update(per_minute=100_000_000)
    return secret


def stage_token(name: str) -> str:
    """The secret of a new token that tells of encounters, and a branch's code."""
    from django.utils import timezone

    from makegood.kit.actor import SYSTEM
    from makegood.people.models import Branch
    from makegood.people.operations import issue_token

    _token, secret = issue_token(name=name, scopes=["encounters:write"], branch=None, by=SYSTEM, at=timezone.now())
    return f"{secret} {Branch.objects.filter(is_active=True).order_by('-pk')[0].code}"


def heard(name: str) -> str:
    """How many signals of this name the promises have heard."""
    from makegood.commitments.models import HeardSignal

    return str(HeardSignal.objects.filter(name=name).count())


def imported(code: str) -> str:
    """Rows and seconds of the import through the channel called ``code``."""
    from makegood.intake.models import Import

    made = Import.objects.filter(channel__code=code).latest("pk")
    assert made.started_at is not None
    assert made.finished_at is not None
    return f"{made.accepted} {(made.finished_at - made.started_at).total_seconds()}"


def sweep(_: str) -> str:
    """What `benchmarks.sweeping` measures, a JSON list a line."""
    import json

    from django.utils import timezone

    from benchmarks.sweeping import measure

    return "\n".join(json.dumps([one.name, one.value, one.n, one.note]) for one in measure(timezone.now()))


if __name__ == "__main__":
    django.setup()
    verb, argument = sys.argv[1:]
    if verb == "crowd":
        print(crowd(int(argument)))
    else:
        verbs = {
            "channel": channel, "token": token, "imported": imported, "sweep": sweep, "stage_token": stage_token,
            "heard": heard,
        }  # fmt: skip
        print(verbs[verb](argument))
