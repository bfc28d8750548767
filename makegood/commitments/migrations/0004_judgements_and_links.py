from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_escalation")]

    operations = [
        migrations.AddField("heardsignal", "judged_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("heardsignal", "signal_once"),
        migrations.AddConstraint(
            "heardsignal",
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "name", "at", "judged_at"),
                name="signal_once",
                nulls_distinct=False,
            ),
        ),
        migrations.CreateModel(
            name="SubjectLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("merge", "Merged into another"), ("split", "Split off")], max_length=5),
                ),
                ("subject_kind", models.CharField(max_length=40)),
                ("heir_id", models.BigIntegerField()),
                ("source_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("swapped", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "link between subjects",
                "indexes": [
                    models.Index(
                        fields=["subject_kind", "heir_id"], condition=Q(undone_at__isnull=True), name="link_by_heir"
                    ),
                    models.Index(
                        fields=["subject_kind", "source_id"], condition=Q(undone_at__isnull=True), name="link_by_source"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=~Q(heir_id=F("source_id")), name="link_joins_two"),
                    models.UniqueConstraint(
                        fields=("subject_kind", "source_id"),
                        condition=Q(kind="merge", undone_at__isnull=True),
                        name="merged_into_one",
                    ),
                    models.UniqueConstraint(
                        fields=("subject_kind", "heir_id"),
                        condition=Q(kind="split", undone_at__isnull=True),
                        name="split_from_one",
                    ),
                ],
            },
        ),
    ]
