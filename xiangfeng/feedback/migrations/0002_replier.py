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
    ]  # fmt: skip
