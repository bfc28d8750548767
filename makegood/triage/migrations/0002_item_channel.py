from django.db import migrations, models
import django.db.models.deletion

FILL = """
UPDATE triage_triageitem i SET channel_id = f.channel_id FROM intake_feedback f WHERE f.id = i.feedback_id
"""


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="triageitem", name="triage_by_occurrence"),
        migrations.AddField(
            model_name="triageitem",
            name="channel",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.channel"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="triageitem",
            name="channel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.channel"
            ),
        ),
        migrations.AddIndex(
            model_name="triageitem",
            index=models.Index(
                fields=["occurred_at"], include=("nature", "channel", "branch"), name="triage_by_occurrence"
            ),
        ),
    ]
