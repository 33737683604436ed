"""The unit that gave the first reply; of reports that were reopened since it is not known, and the one that has them stands for it."""

from django.db import migrations, models


def fill(apps, schema_editor):
    replied = apps.get_model("feedback", "Report").objects.filter(first_replied_at__isnull=False, reopened=0)
    replied.update(replier=models.F("handler"))


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_replier")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
