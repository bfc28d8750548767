"""Test databases: one migrated template a set of migrations, cloned for each run and each committing test."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from makegood.wires.postgres import APP, OWNER, dsn

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE_LOCK = 0x6D67_7470
TEMPLATES_KEPT = 6


def migrations_digest() -> str:
    seen = hashlib.sha256()
    for file in sorted((ROOT / "makegood").glob("*/migrations/*.py")):
        seen.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    seen.update((ROOT / "requirements" / "core.in").read_bytes())
    return seen.hexdigest()[:12]


@contextmanager
def _as_owner() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(**dsn(OWNER, "postgres").params, autocommit=True) as connection:
        yield connection


def _names(connection: psycopg.Connection[Any], like: str) -> list[str]:
    found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [like])
    return [row[0] for row in found]


def ensure_template() -> str:
    """The name of a migrated template; made once for each set of migrations, whoever comes first."""
    name = f"tpl_{migrations_digest()}"
    with _as_owner() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        if name in _names(connection, "tpl_%"):
            return name
        making = f"making_{name}"
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(making)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        _migrate(making)
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
        )
        for old in _names(connection, "tpl_%")[:-TEMPLATES_KEPT]:
            drop(old, connection)
    return name


def _migrate(database: str) -> None:
    """Migrate as the owner, and let the runtime role use what the owner made."""
    with psycopg.connect(**dsn(OWNER, database).params, autocommit=True) as connection:
        connection.execute(GRANTS)
    settings = connections["default"].settings_dict
    before = dict(settings)
    settings.update(NAME=database, USER=dsn(OWNER).user, PASSWORD=dsn(OWNER).password)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connections["default"].close()
        settings.update(before)


GRANTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'makegood_app') THEN
    ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO makegood_app;
    ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO makegood_app;
    GRANT USAGE ON SCHEMA public TO makegood_app;
  END IF;
END $$;
"""


def clone(template: str, name: str) -> None:
    """A fresh copy of the template called ``name``; whoever is still connected to an old one is cut off."""
    with _as_owner() as connection:
        drop(name, connection)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def drop(name: str, connection: psycopg.Connection[Any] | None = None) -> None:
    if connection is None:
        with _as_owner() as own:
            drop(name, own)
        return
    statement = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    for _attempt in range(5):
        try:
            connection.execute(statement)  # waits five seconds for whoever is still connected
        except psycopg.errors.ObjectInUse:
            _cut_off(name)
        else:
            return
    connection.execute(statement)


def _cut_off(name: str) -> None:
    """End the sessions of the runtime role, which the owner may not end: a page's thread may have kept one."""
    with psycopg.connect(**dsn(APP, "postgres").params, autocommit=True) as own:
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
            [name],
        )


def sweep_leftovers() -> None:
    """Drop the clones of runs whose process is gone (killed runs leave theirs behind)."""
    with _as_owner() as connection:
        for name in _names(connection, "run_%"):
            if not Path(f"/proc/{name.split('_')[1]}").exists():
                drop(name, connection)


def run_name(worker: str) -> str:
    return f"run_{os.getpid()}_{worker}"


def use(name: str) -> None:
    """Point Django at the clone, as the runtime role."""
    way = dsn(APP, name)
    connections["default"].close()
    connections["default"].settings_dict.update(NAME=name, USER=way.user, PASSWORD=way.password)
