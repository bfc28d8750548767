"""A table that can only grow: the database itself refuses update, delete and truncate."""

from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION makegood_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

GUARD = """
CREATE TRIGGER {table}_refuse_row BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION makegood_refuse_change();
CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION makegood_refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'makegood_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM makegood_app;
  END IF;
END $$;
"""

RELEASE = """
DROP TRIGGER {table}_refuse_row ON {table};
DROP TRIGGER {table}_refuse_truncate ON {table};
"""


def append_only(table: str) -> migrations.RunSQL:
    """A migration step that seals ``table`` (its database name) against every change but INSERT."""
    return migrations.RunSQL(REFUSE + GUARD.format(table=table), RELEASE.format(table=table))
