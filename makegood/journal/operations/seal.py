from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from makegood.journal.models import Entry, Seal
from makegood.kit.flat import canonical_json

SEALER_LOCK = 0x6D67_7365  # one sealer at a time, whatever the number of workers
GENESIS = "0" * 64

UNSEALED = """
SELECT id FROM journal_entry
WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8 ORDER BY id LIMIT %s
"""
LEFT_OVER = """
SELECT e.id FROM journal_entry e WHERE e.xid < %s::text::xid8
AND NOT EXISTS (SELECT 1 FROM journal_seal s WHERE e.id = ANY (s.entry_ids)) ORDER BY e.id
"""


@dataclass
class Report:
    """What ``verify`` found: counts, and one sentence a problem."""

    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems


@transaction.atomic
def seal_entries() -> Seal | None:
    """Chain every entry whose transaction is older than all running ones; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        horizon: int = cursor.fetchone()[0]
        last = Seal.objects.order_by("-id").first()
        epoch, floor = (last.epoch, last.horizon) if last else (1, 0)
        if horizon < floor:  # restored into another cluster: its transaction counter started anew
            epoch += 1
            cursor.execute(LEFT_OVER, [str(horizon)])
        else:
            cursor.execute(UNSEALED, [str(floor), str(horizon), 10_000_000])
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return None
    previous = last.digest if last else GENESIS
    digest = _chain(previous, epoch, ids, Entry.objects.filter(pk__in=ids).order_by("pk").iterator(2000))
    return Seal.objects.create(
        epoch=epoch, horizon=horizon, entry_ids=ids, previous=previous, digest=digest, mac=_mac(digest)
    )


def verify() -> Report:
    """Walk the whole chain and recompute it; every alteration, removal or insertion is named."""
    report, previous, seen = Report(), GENESIS, 0
    for seal in Seal.objects.order_by("pk").iterator():
        report.seals += 1
        seen += len(seal.entry_ids)
        entries = list(Entry.objects.filter(pk__in=seal.entry_ids).order_by("pk"))
        if seal.previous != previous:
            report.problems.append(f"seal {seal.pk} does not follow the one before it")
        if missing := set(seal.entry_ids) - {entry.pk for entry in entries}:
            report.problems.append(f"seal {seal.pk}: entries {sorted(missing)[:10]} are missing")
        elif _chain(seal.previous, seal.epoch, seal.entry_ids, entries) != seal.digest:
            report.problems.append(f"seal {seal.pk}: an entry among {_span(seal.entry_ids)} was altered")
        if not hmac.compare_digest(_mac(seal.digest), seal.mac):
            report.problems.append(f"seal {seal.pk} was not made with this installation's key")
        previous = seal.digest
    report.entries = Entry.objects.count()
    report.unsealed = report.entries - seen
    report.problems += _slipped_in()
    return report


def _slipped_in() -> list[str]:
    """Entries of transactions older than the last horizon that no seal covers were put in later."""
    last = Seal.objects.order_by("-pk").first()
    if last is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LEFT_OVER, [str(last.horizon)])
        found = [row[0] for row in cursor.fetchall()]
    return [f"entries {found[:10]} were put in behind a seal"] if found else []


def _chain(previous: str, epoch: int, ids: list[int], entries: Iterable[Entry]) -> str:
    chain = hashlib.sha256(f"{previous}|{epoch}|{','.join(map(str, ids))}".encode())
    for entry in entries:
        chain.update(hashlib.sha256(canonical_json(_facts(entry)).encode()).digest())
    return chain.hexdigest()


def _facts(entry: Entry) -> list[Any]:
    return [
        entry.pk, entry.name, entry.data, entry.subject_kind, entry.subject_id, entry.branch_id,
        entry.actor_kind, entry.actor_id, entry.mode, entry.at.isoformat(), entry.recorded_at.isoformat(),
    ]  # fmt: skip


def _mac(digest: str) -> str:
    return hmac.new(settings.JOURNAL_KEY, digest.encode(), hashlib.sha256).hexdigest()


def _span(ids: list[int]) -> str:
    return f"{min(ids)}–{max(ids)}"
