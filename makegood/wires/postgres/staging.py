"""Many rows on their way into tables: COPY puts them into a temporary table, one statement takes them from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def stage(cursor: Any, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
    """Fill the temporary ``table`` (column → type, of which COPY knows the binary form) with ``rows`` and no others.

    It is the connection's own and empty again after the transaction. Names and types are the caller's constants.
    """
    spelled = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {table} ({spelled}) ON COMMIT DELETE ROWS; TRUNCATE {table}")
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(list(columns.values()))
        for row in rows:
            copy.write_row(row)
