"""The proof that every balance is the sum of what moved. It can fail, and says where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

CHECKS = {
    "transfer %s does not sum to zero": """
        SELECT p.transfer_id FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
        GROUP BY p.transfer_id, a.unit HAVING SUM(p.amount) <> 0 ORDER BY 1""",
    "transfer %s has no postings": """
        SELECT t.id FROM ledger_transfer t
        WHERE NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.transfer_id = t.id) ORDER BY 1""",
    "transfer %s posts to an account of another unit": """
        SELECT DISTINCT t.id FROM ledger_transfer t JOIN ledger_posting p ON p.transfer_id = t.id
        JOIN ledger_account a ON a.id = p.account_id WHERE a.unit <> t.unit ORDER BY 1""",
    "transfer %s posts another amount than it names": """
        SELECT t.id FROM ledger_transfer t JOIN ledger_budget b ON b.id = t.budget_id
        JOIN ledger_posting p ON p.transfer_id = t.id AND p.account_id IN (b.available_id, b.reserved_id, b.spent_id)
        WHERE ABS(p.amount) <> t.amount ORDER BY 1""",
    "the checkpoint at transfer %s is not the sum of what came before": """
        SELECT c.through_id FROM ledger_checkpoint c JOIN ledger_budget b ON b.id = c.budget_id
        LEFT JOIN LATERAL (
          SELECT COALESCE(SUM(p.amount) FILTER (WHERE p.account_id = b.available_id), 0) AS available,
                 COALESCE(SUM(p.amount) FILTER (WHERE p.account_id = b.reserved_id), 0) AS reserved,
                 COALESCE(SUM(p.amount) FILTER (WHERE p.account_id = b.spent_id), 0) AS spent
          FROM ledger_posting p WHERE p.transfer_id <= c.through_id
            AND p.account_id IN (b.available_id, b.reserved_id, b.spent_id)
        ) s ON TRUE
        WHERE (c.available, c.reserved, c.spent) <> (s.available, s.reserved, s.spent) ORDER BY 1""",
    "budget %s stands below zero": """
        SELECT b.id FROM ledger_budget b JOIN ledger_posting p
          ON p.account_id IN (b.available_id, b.reserved_id, b.spent_id)
        GROUP BY b.id HAVING SUM(p.amount) FILTER (WHERE p.account_id = b.reserved_id) < 0
          OR SUM(p.amount) FILTER (WHERE p.account_id = b.spent_id) < 0
          OR (b.limit = 'hard' AND SUM(p.amount) FILTER (WHERE p.account_id = b.available_id) < 0) ORDER BY 1""",
    "reservation %s was used beyond its amount": """
        SELECT r.id FROM ledger_transfer r JOIN ledger_transfer u ON u.reservation_id = r.id AND u.kind <> 'reverse'
        WHERE NOT EXISTS (SELECT 1 FROM ledger_transfer v WHERE v.reverses_id = u.id)
        GROUP BY r.id, r.amount HAVING SUM(u.amount) > r.amount ORDER BY 1""",
}


@dataclass(frozen=True)
class Proof:
    """``problems`` name the row that is wrong; an empty list proves the books."""

    transfers: int
    budgets: int
    problems: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems


def prove_balances() -> Proof:
    """Add up every posting again from the first and compare with all that is claimed."""
    problems: list[str] = []
    with connection.cursor() as cursor:
        for sentence, query in CHECKS.items():
            cursor.execute(query)
            problems += [sentence % row[0] for row in cursor.fetchall()]
        return Proof(_count(cursor, "ledger_transfer"), _count(cursor, "ledger_budget"), problems)


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - the two names above
    return int(cursor.fetchone()[0])
