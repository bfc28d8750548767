from django.db import migrations


class Migration(migrations.Migration):
    """The shared cache (rate limits among web processes) lives in the database; Django gives it no model."""

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE IF NOT EXISTS cache_entry (
              cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
            CREATE INDEX IF NOT EXISTS cache_entry_expires ON cache_entry (expires);
            """,
            "DROP TABLE IF EXISTS cache_entry",
        )
    ]
