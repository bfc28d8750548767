from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def rang_when_they_were_told(apps, schema_editor):
    apps.get_model("notices", "Notice").objects.filter(rings_at=None).update(rings_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("notice", "key", models.CharField(blank=True, default="", max_length=80), preserve_default=False),
        migrations.AddField("notice", "rings_at", models.DateTimeField(null=True)),
        migrations.RunPython(rang_when_they_were_told, migrations.RunPython.noop),
        # A constraint may not be added in the transaction that still has row changes to check.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("notice", "rings_at", models.DateTimeField()),
        migrations.AlterModelOptions("notice", {"ordering": ["-rings_at", "-pk"], "verbose_name": "notice"}),
        migrations.RemoveIndex("notice", "notice_newest"),
        migrations.RemoveIndex("notice", "notice_unread"),
        migrations.AddIndex("notice", models.Index(fields=["staff", "-rings_at", "-id"], name="notice_by_ring")),
        migrations.AddIndex(
            "notice", models.Index(fields=["staff", "rings_at"], condition=Q(read_at=None), name="notice_waiting")
        ),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(fields=["staff", "key"], condition=~Q(key=""), name="notice_key_once"),
        ),
    ]
