"""The calendar in the database: seeded, imported, changed by hand, and loud where it ends."""

import datetime as dt
import io

import pytest
import xlsxwriter
from django.core.management import call_command

from xiangfeng.base.errors import Refused
from xiangfeng.base.workdays import UnknownYear
from xiangfeng.calendars import actions
from xiangfeng.calendars.models import Day, Year
from xiangfeng.calendars.queries import calendar, coverage
from xiangfeng.calendars.tables import Row, parse_text, parse_xlsx

pytestmark = pytest.mark.django_db
DAY = dt.date.fromisoformat

# An invented arrangement for 2027, shaped like a notice, with a 班 in the December before.
NOTICE = """日期,类型,名称
2026-12-27,班,元旦
2027-01-01,休,元旦
2027年1月2日,休,元旦
2027/2/6,放假,春节

2027.2.20,补班,春节
2027-10-01,休,国庆节
"""


@pytest.fixture(autouse=True)
def seed():
    actions.seed_years()


def test_seeded_years_count_right_by_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = calendar()
    assert found.years == tuple(range(2004, 2027))
    assert found.add_workdays(DAY("2026-09-30"), 3) == DAY("2026-10-10")
    assert sum(found.workdays_in_month(2026, month) for month in range(1, 13)) == 248


def test_seeding_again_adds_nothing_and_spares_what_people_changed():
    actions.set_day(DAY("2026-11-24"), is_workday=False, name="县庆")
    days = Day.objects.count()
    assert actions.seed_years() == []
    assert Day.objects.count() == days


def test_seeding_spares_days_entered_before():
    Year.objects.filter(year=2026).delete()
    actions.set_day(DAY("2026-10-01"), is_workday=True, name="加班")
    assert actions.seed_years() == [2026]
    assert calendar().special(DAY("2026-10-01")).name == "加班"
    assert calendar().special(DAY("2026-10-02")).name == "国庆节"


def test_the_seed_command_says_what_it_did(capsys):
    Year.objects.filter(year=2026).delete()
    call_command("seed_calendars")
    assert "已录入 2026–2026 年" in capsys.readouterr().out
    call_command("seed_calendars")
    assert "工作日历已是最新" in capsys.readouterr().out


def test_an_imported_year_can_be_counted_with():
    rows = parse_text(NOTICE)
    with pytest.raises(UnknownYear):
        calendar().is_workday(DAY("2027-01-01"))
    year = actions.import_year(2027, rows, basis="国办发明电〔2026〕9号")
    assert (year.is_confirmed, year.basis) == (True, "国办发明电〔2026〕9号")
    found = calendar()
    assert not found.is_workday(DAY("2027-01-01"))
    assert found.is_workday(DAY("2027-02-20"))
    assert found.is_workday(DAY("2026-12-27"))
    assert found.special(DAY("2027-02-20")).name == "春节"


def test_importing_again_replaces_the_year():
    actions.import_year(2027, parse_text(NOTICE))
    shorter = [row for row in parse_text(NOTICE) if row.date != DAY("2027-02-20")]
    actions.import_year(2027, shorter)
    assert not calendar().is_workday(DAY("2027-02-20"))
    assert Day.objects.filter(date=DAY("2026-12-27")).count() == 1
    without_december = [row for row in shorter if row.date.year == 2027]
    actions.import_year(2027, without_december)
    assert calendar().special(DAY("2026-12-27")) is None


def test_importing_a_year_spares_what_the_next_one_says_of_its_december():
    this_year = [Row(day, special.is_workday, special.name) for day, special in calendar().days(2026).items()]
    actions.import_year(2027, parse_text(NOTICE))
    actions.import_year(2026, this_year)
    assert calendar().is_workday(DAY("2026-12-27"))
    assert sum(calendar().workdays_in_month(2026, month) for month in range(1, 13)) == 249


def test_december_of_an_unknown_year_does_not_make_it_known():
    Year.objects.filter(year=2026).delete()
    actions.import_year(2027, parse_text(NOTICE))
    with pytest.raises(UnknownYear, match="2026年"):
        calendar().is_workday(DAY("2026-12-27"))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (lambda rows: [*rows, Row(DAY("2028-01-01"), False)], "2028-01-01 不属于2027年"),
        (lambda rows: [*rows, Row(DAY("2026-11-30"), False)], "2026-11-30 不属于2027年"),
        (lambda rows: [*rows, rows[1]], "2027-01-01 出现了两次"),
        (lambda rows: [*rows, Row(DAY("2027-03-01"), True)], "2027-03-01 本来就是工作日"),
        (lambda rows: [row for row in rows if row.date.month != 10], "没有10月1日放假"),
        (lambda rows: [], "没有1月1日放假"),
    ],
)
def test_an_arrangement_that_cannot_be_is_refused(changed, reason):
    with pytest.raises(Refused, match=reason):
        actions.import_year(2027, changed(parse_text(NOTICE)))
    assert not Year.objects.filter(year=2027).exists()


def test_every_bad_line_is_named():
    with pytest.raises(Refused) as caught:
        parse_text("2027-13-01,休,元旦\n2027-01-01,停,元旦\n元旦\n2027-01-02,休,元旦")
    assert str(caught.value) == (
        "第 1 行：“2027-13-01”不是日期，应写成 2027-01-01；第 2 行：类型“停”看不懂，应填“休”或“班”；"
        "第 3 行：“元旦”不是日期，应写成 2027-01-01"
    )


def test_xlsx_with_real_dates():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["日期", "类型", "名称"])
        date_format = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 0, dt.datetime(2027, 1, 1), date_format)  # noqa: DTZ001
        sheet.write_row(1, 1, ["休", "元旦"])
        sheet.write_row(2, 0, ["2027-02-20", "班", "春节"])
    assert parse_xlsx(out.getvalue()) == [
        Row(DAY("2027-01-01"), False, "元旦"),
        Row(DAY("2027-02-20"), True, "春节"),
    ]


def test_a_file_that_is_no_workbook():
    with pytest.raises(Refused, match="打不开这个文件"):
        parse_xlsx(b"not a workbook")


def test_a_day_set_by_hand_and_cleared():
    day = DAY("2026-11-24")
    actions.set_day(day, is_workday=False, name="县庆")
    assert not calendar().is_workday(day)
    actions.set_day(day, is_workday=True, name="县庆改期")
    assert calendar().is_workday(day)
    actions.clear_day(day)
    assert calendar().special(day) is None
    with pytest.raises(Refused, match="没有单独标过"):
        actions.clear_day(day)
    with pytest.raises(Refused, match="名目"):
        actions.set_day(day, is_workday=False, name=" ")


def test_one_day_does_not_make_a_year():
    with pytest.raises(Refused, match="一天都还没有录入"):
        actions.confirm_year(2027)
    actions.set_day(DAY("2027-01-01"), is_workday=False, name="元旦")
    with pytest.raises(UnknownYear, match="2027年"):
        calendar().is_workday(DAY("2027-01-01"))
    actions.confirm_year(2027, basis="手工录入")
    assert not calendar().is_workday(DAY("2027-01-01"))


@pytest.mark.parametrize(
    ("today", "until", "warning"),
    [
        ("2026-11-30", 2026, ""),
        ("2026-12-01", 2026, "2027年的放假调休安排还没有录入，2026年12月31日以后"),
        ("2026-12-31", 2026, "2027年的放假调休安排还没有录入"),
        ("2027-01-01", None, "2027年的放假调休安排还没有录入，现在算不出"),
        ("2020-12-31", 2026, ""),
    ],
)
def test_coverage_warns_thirty_days_ahead(today, until, warning, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = coverage(DAY(today))
    assert found.until == until
    assert bool(found.warnings) == bool(warning)
    assert all(text.startswith(warning) for text in found.warnings)
