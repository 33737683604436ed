"""Enter 2004–2026, so that no installation starts without a calendar."""

from django.db import migrations

from xiangfeng.base.workdays import seeded


def seed(apps, schema_editor):
    Year, Day = apps.get_model("calendars", "Year"), apps.get_model("calendars", "Day")
    calendar = seeded(range(2004, 2027))
    years = {
        number: Year.objects.create(year=number, source="seed", is_confirmed=True)
        for number in calendar.years
    }
    Day.objects.bulk_create(
        Day(year=years[number], date=date, is_workday=day.is_workday, name=day.name, source="seed")
        for number in calendar.years
        for date, day in calendar.days(number).items()
    )


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
