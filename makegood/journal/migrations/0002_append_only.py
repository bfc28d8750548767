from django.db import migrations

from makegood.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        # The sealer takes entries by transaction, so each remembers its own.
        migrations.RunSQL(
            """
            ALTER TABLE journal_entry ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
            CREATE INDEX journal_by_xid ON journal_entry (xid);
            """,
            "ALTER TABLE journal_entry DROP COLUMN xid",
        ),
        append_only("journal_entry"),
        append_only("journal_seal"),
    ]
