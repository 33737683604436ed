"""The calendar: one day, a whole year with a preview, and what is not known said loudly."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.urls import reverse

from tests.administration.conftest import latest, workbook
from xiangfeng.calendars.actions import seed_years
from xiangfeng.calendars.models import Day, Year
from xiangfeng.calendars.queries import calendar

NOTICE = """日期,类型,名称
2027-01-01,休,元旦
2027-01-02,休,元旦
2027-02-06,休,春节
2027-02-14,班,春节
2027-10-01,休,国庆节
2027-10-02,休,国庆节
2027-10-09,班,国庆节"""


def url(name="calendar"):
    return reverse(f"administration:{name}")


def token_in(answer):
    found = re.search(r'name="token" value="([^"]+)"', answer.content.decode())
    assert found, "no preview"
    return found[1]


@pytest.fixture
def clerk(cast, enter):
    seed_years()
    return enter("county")


def test_a_year_shows_its_marks(clerk):
    page = clerk.get(url() + "?year=2026").content.decode()
    assert '<span class="xf-sr">10月</span>1<span class="xf-sr">日</span><i>休</i>' in page
    assert "个工作日" in page
    assert "2027年的放假调休安排还没有录入" not in page


def test_a_year_nobody_entered_counts_nothing(clerk):
    page = clerk.get(url() + "?year=2027").content.decode()
    assert "还没有录入" in page
    assert "个工作日" not in page


@pytest.mark.parametrize(
    "query", ["?year=abc", "?year=99999999", "?day=2026-02-31", "?day=x&year=", "?year=0"]
)
def test_an_odd_address_still_shows_a_year(clerk, query):
    assert clerk.get(url() + query).status_code == 200


def test_a_day_is_marked_and_follows_the_week_again(clerk):
    friday = dt.date(2026, 11, 27)
    assert calendar().is_workday(friday)
    clerk.post(url(), {"date": "2026-11-27", "mark": "off", "name": "县庆日"})
    assert not calendar().is_workday(friday)
    assert (latest().verb, latest().before, latest().after) == (
        "标记日期",
        {"mark": "按周"},
        {"mark": "休", "name": "县庆日"},
    )
    assert 'value="县庆日"' in clerk.get(url() + "?day=2026-11-27").content.decode()
    clerk.post(url(), {"date": "2026-11-27", "mark": "week"})
    assert calendar().is_workday(friday)
    assert latest().verb == "取消日期标记"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"date": "2026-11-27", "mark": "off", "name": " "}, "请写明这一天放假或上班的名目"),
        ({"date": "2026-11-27", "mark": "week"}, "没有单独标过"),
        ({"date": "", "mark": "off", "name": "x"}, "必填"),
        ({"date": "2026-11-27", "mark": "half", "name": "x"}, "half"),
    ],
)
def test_what_cannot_be_marked_is_said(clerk, data, said):
    count = Day.objects.count()
    assert said in clerk.post(url(), data).content.decode()
    assert Day.objects.count() == count


@pytest.mark.parametrize("form", ["text", "csv", "gbk", "xlsx"])
def test_a_notice_comes_in_after_a_preview(clerk, form):
    data: dict[str, object] = {"year": "2027", "basis": "国办发明电〔2026〕9号", "text": ""}
    if form == "text":
        data["text"] = NOTICE.replace(",", "\t")
    elif form == "xlsx":
        data["file"] = workbook(*[line.split(",") for line in NOTICE.splitlines()])
    else:
        file = io.BytesIO(NOTICE.encode("gb18030" if form == "gbk" else "utf-8-sig"))
        file.name = "2027.CSV"
        data["file"] = file
    answer = clerk.post(url("calendar_import"), data)
    assert "2027-02-14" in answer.content.decode()
    assert not Year.objects.filter(year=2027).exists()
    page = clerk.post(
        url("calendar_import_confirm"), {"token": token_in(answer)}, follow=True
    ).content.decode()
    assert "2027年的放假调休已写入，共 7 天" in page
    year = Year.objects.get(year=2027)
    assert (year.is_confirmed, year.basis, year.days.count()) == (True, "国办发明电〔2026〕9号", 7)
    assert calendar().is_workday(dt.date(2027, 2, 14))
    assert latest().data == {"days": 7, "replaced": 0, "basis": "国办发明电〔2026〕9号"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请粘贴安排，或者选一个文件"),
        ("2027-01-01,放炮,元旦", "第 1 行：类型“放炮”看不懂"),
        ("日期,类型,名称", "里面一天也没有"),
        ("2027-01-01,休,元旦", "没有10月1日放假"),
        (NOTICE + "\n2027-03-03,班,x", "本来就是工作日"),
        (NOTICE + "\n2028-01-03,休,x", "不属于2027年"),
    ],
)
def test_what_is_no_notice_is_refused_in_words(clerk, text, said):
    answer = clerk.post(url("calendar_import"), {"year": "2027", "text": text})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_preview_that_was_tampered_with_writes_nothing(clerk):
    page = clerk.post(url("calendar_import_confirm"), {"token": "made-up"}, follow=True).content.decode()
    assert "预览放得太久或不完整" in page
    assert not Year.objects.filter(year=2027).exists()


def test_a_year_entered_by_hand_counts_once_confirmed(clerk):
    clerk.post(url(), {"date": "2027-01-01", "mark": "off", "name": "元旦"})
    assert "确认本年已录全" in clerk.get(url() + "?year=2027").content.decode()
    assert 2027 not in calendar().years
    clerk.post(url("calendar_confirm"), {"year": "2027"})
    assert 2027 in calendar().years
    assert latest().verb == "确认工作日历"
    page = clerk.post(url("calendar_confirm"), {"year": "2031"}, follow=True).content.decode()
    assert "2031年一天都还没有录入" in page


def test_who_does_not_keep_the_calendar_stays_out(cast, enter):
    assert enter("village").get(url()).status_code == 403
    assert enter("head").post(url(), {"date": "2026-11-27", "mark": "off", "name": "x"}).status_code == 403


def test_a_gap_ahead_is_said_on_top(cast, enter):
    seed_years()
    Year.objects.filter(year__gte=2026).delete()
    assert "2026年的放假调休安排还没有录入" in enter("county").get(url()).content.decode()
