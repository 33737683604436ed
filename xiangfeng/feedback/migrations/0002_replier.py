import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("orgs", "0001_initial")]

    operations = [
        migrations.AddField(
            "report",
            "replier",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit",
                verbose_name="首次答复的承办单位",
            ),
        ),
        migrations.AddField(
            "report", "hastened_from", models.DateField(blank=True, null=True, verbose_name="并入前那件的期限")
        ),
        migrations.RemoveIndex("report", "feedback_of_handler"),
        migrations.AddIndex(
            "report", models.Index(fields=["unit", "-received_at", "-id", "about"], name="feedback_of_unit")
        ),
    ]  # fmt: skip
