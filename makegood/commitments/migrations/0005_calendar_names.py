from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0004_judgements_and_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarversion",
            name="names",
            field=models.JSONField(blank=True, default=dict, verbose_name="names of corrected days"),
        ),
    ]
