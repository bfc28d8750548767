from __future__ import annotations

from typing import Any

from django.db import migrations

from makegood.conversations.rules.bodies import PAGE, without_pages


def hide(apps: Any, schema_editor: Any) -> None:
    """Outgoing messages of before kept the address of the customer's page; the gap takes its place."""
    message = apps.get_model("conversations", "Message")
    for row in message.objects.filter(text__regex=PAGE.pattern).iterator(chunk_size=500):
        row.text = without_pages(row.text)
        row.body = without_pages(row.body)
        row.save(update_fields=["text", "body"])


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_news_for_the_customer")]

    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
