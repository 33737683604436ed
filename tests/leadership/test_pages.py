"""The pages, the paper and ledger 1 out and in."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from tests.cast import LONG_AGO
from tests.workbooks import book_of
from xiangfeng.access.actor import SYSTEM
from xiangfeng.administration.actions.people import edit_person
from xiangfeng.history.models import Entry
from xiangfeng.leadership.actions.charges import assign_charge
from xiangfeng.leadership.actions.members import appoint_member, end_member
from xiangfeng.leadership.exports import HEADINGS
from xiangfeng.leadership.models import Charge, GroupPost, Member
from xiangfeng.leadership.queries import members_of
from xiangfeng.leadership.takeover import read_span
from xiangfeng.orgs import actions as orgs
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.workbench.queries import todos_for
from xiangfeng.workbench.queries.search import search

DAY = dt.date(2026, 11, 23)
FOUR = {"division": "抓督查", "duty": "每月督查一次", "liability": "分管责任", "reward": "按办法兑现"}


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def town(cast, who):
    unit = cast.units["云溪镇"]
    appoint_member(
        unit,
        person=cast.people["head"],
        post=GroupPost.CHIEF,
        from_date=LONG_AGO,
        title="镇长",
        **FOUR,
        **who,
    )
    appoint_member(
        unit,
        person=cast.people["leader"],
        post=GroupPost.DEPUTY,
        from_date=LONG_AGO,
        division="抓宣传",
        **who,
    )
    edit_person(cast.people["head"], phone="13900001234", **who)
    assign_charge(unit, person=cast.people["head"], target=cast.units["石桥村"], from_date=LONG_AGO, **who)
    return unit


def _page(client, name, *args, query=""):
    answer = client.get(reverse(f"leadership:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_whether_the_group_is_complete(cast, town, client_for, who):
    page = _page(client_for(cast.people["clerk"]), "group")
    assert "领导小组完整" in page and "恰好 1 名组长（何正）" in page
    assert "未生效：缺任务、责任、奖惩" in page
    assert "139****1234" in page and "13900001234" not in page
    chief = Member.objects.get(post=GroupPost.CHIEF)
    end_member(chief, to_date=DAY - dt.timedelta(days=1), accepts_gap=True, **who)
    page = _page(client_for(cast.people["leader"]), "group")
    assert "没有组长，要恰好 1 名" in page
    assert "添加成员" not in page  # a leader looks, the office keeps
    past = _page(client_for(cast.people["leader"]), "group", query="?on=2026-01-05")
    assert "领导小组完整" in past


def test_before_the_first_seat_the_page_says_how_to_begin(cast, client_for):
    page = _page(client_for(cast.people["clerk"]), "group")
    assert "还没有领导小组" in page
    assert "领导小组不完整" not in page
    assert "换一个日期看看" in _page(client_for(cast.people["clerk"]), "group", query="?on=2019-05-01")


def test_a_county_picks_the_township(cast, town, client_for):
    page = _page(client_for(cast.people["county"]), "group", query=f"?unit={town.pk}")
    assert "何正" in page and "东河镇" in page
    stranger = client_for(cast.people["outsider"])
    assert stranger.get(reverse("leadership:group") + f"?unit={town.pk}").status_code == 404


def test_the_form_refuses_a_second_chief_and_keeps_what_was_typed(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    data = {
        "person": cast.people["director"].pk, "post": "chief", "title": "创建办主任", "from_date": "2026-11-23",
    }  # fmt: skip
    answer = client.post(reverse("leadership:member_new", args=[town.pk]), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "组长只能有 1 名" in page and 'value="创建办主任"' in page
    answer = client.post(reverse("leadership:member_new", args=[town.pk]), data | {"post": "office"})
    assert answer.status_code == 302
    assert Member.objects.get(person=cast.people["director"]).post == GroupPost.OFFICE


def test_ending_by_the_page_asks_for_the_tick(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    chief = Member.objects.get(post=GroupPost.CHIEF)
    url = reverse("leadership:member_end", args=[chief.pk])
    assert "就没有组长了" in client.get(url).content.decode()
    answer = client.post(url, {"to_date": "2026-11-23"})
    assert answer.status_code == 422 and "知道会空缺" in answer.content.decode()
    assert client.post(url, {"to_date": "2026-11-23", "accepts_gap": "on"}).status_code == 302
    chief.refresh_from_db()
    assert chief.to_date == DAY


def test_handing_over_by_the_page(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    chief = Member.objects.get(post=GroupPost.CHIEF)
    data = {"person": cast.people["director"].pk, "on": "2026-11-23", "title": "镇长", "takes_charges": "on"}
    assert client.post(reverse("leadership:member_replace", args=[chief.pk]), data).status_code == 302
    names = [one.person.name for one in members_of(town, on=DAY)]
    assert sorted(names) == ["周敏", "林岚"]
    new = Member.objects.get(person=cast.people["director"])
    assert not new.division  # 接过分工 was not ticked


def test_editing_an_old_copy_is_refused(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    member = Member.objects.get(post=GroupPost.DEPUTY)
    data = {"post": "deputy", "from_date": "2020-01-01", "division": "抓环境", "seq": 2, "revision": 0}
    url = reverse("leadership:member_edit", args=[member.pk])
    assert client.post(url, data).status_code == 302
    answer = client.post(url, data | {"division": "抓别的"})
    assert answer.status_code == 422 and "刚被别人改过" in answer.content.decode()


def test_the_charges_page(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    page = _page(client, "charges")
    assert page.index("没有人包干的") < page.index("南坡村")
    url = reverse("leadership:charge_new", args=[town.pk]) + f"?village={cast.units['南坡村'].pk}"
    assert "现包干 1 个" in client.get(url).content.decode()
    data = {"person": cast.people["leader"].pk, "from_date": "2026-11-23"}
    assert client.post(url, data).status_code == 302
    assert "每个村、每项进行中的重点工作都有包干领导" in _page(client, "charges")
    assert client.get(reverse("leadership:charge_new", args=[town.pk])).status_code == 404


def test_the_paper_names_the_group_and_no_phone(cast, town, client_for):
    client = client_for(cast.people["leader"])
    answer = client.get(reverse("leadership:group_file", args=[town.pk, "docx"]))
    document = Document(io.BytesIO(answer.content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "领导小组成员名单" in text.replace("\n", "") and "组长：何正（镇长）" in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "抓督查" in cells and "石桥村" in cells
    assert "1390000" not in text + "".join(cells)
    pdf = client.get(reverse("leadership:group_file", args=[town.pk, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    assert client.get(reverse("leadership:group_file", args=[town.pk, "odt"])).status_code == 404


def test_ledger_one_goes_out_masked_or_recorded(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    rows = first_rows(client.get(reverse("leadership:group_xlsx", args=[town.pk])).content)
    assert tuple(rows[0]) == HEADINGS
    assert rows[1][1:] == [
        "何正", "云溪镇", "镇长", "组长", "抓督查", "石桥村", "139****1234", "", "2020年1月1日—今"
    ]  # fmt: skip
    full = client.post(reverse("leadership:group_xlsx_full", args=[town.pk]))
    assert first_rows(full.content)[1][7] == "13900001234"
    assert Entry.objects.filter(verb="导出人员台账（含电话）").count() == 1
    assert client_for(cast.people["leader"]).post(
        reverse("leadership:group_xlsx_full", args=[town.pk])
    ).status_code == 403  # fmt: skip


def _upload(*rows):
    return SimpleUploadedFile("名单.xlsx", book_of(HEADINGS, *rows))


def _token(page):
    return page.split('name="token" value="')[1].split('"')[0]


def test_ledger_one_comes_in_through_a_preview(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    url = reverse("leadership:group_import", args=[town.pk])
    file = _upload(
        (1, "林岚", "云溪镇", "宣传委员", "副组长（分管）", "抓宣传教育", "南坡村", "", "云党发〔2026〕3号", "2020年1月1日—今"),
        (2, "赵田", "农业站", "联络员", "成员", "", "", "", "", "2026-03-01"),
        (3, "无此人", "", "", "成员", "", "", "", "", "2026年3月1日—今"),
        (4, "周敏", "", "", "顾问", "", "天边村", "", "", "不知道"),
    )  # fmt: skip
    page = client.post(url, {"file": file}).content.decode()
    assert "没有这个人，请先在“人员与任职”里登记" in page and "没有这个村：天边村" in page
    assert "应是：组长、副组长（分管）" in page and "看不懂" in page
    assert Member.objects.count() == 2  # nothing is written before the yes
    confirm = reverse("leadership:group_import_confirm", args=[town.pk])
    answer = client.post(confirm, {"token": _token(page)}, follow=True)
    assert "列入 1 人，更新 1 人，定包干 1 个村" in answer.content.decode()
    deputy = Member.objects.get(post=GroupPost.DEPUTY)
    assert (deputy.title, deputy.division) == ("宣传委员", "抓宣传教育")
    assert Member.objects.get(person=cast.people["liaison"]).represents == cast.units["农业站"]
    assert Charge.objects.get(target=cast.units["南坡村"]).person == cast.people["leader"]


def test_what_was_exported_can_be_imported_again(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    content = client.get(reverse("leadership:group_xlsx", args=[town.pk])).content
    page = client.post(
        reverse("leadership:group_import", args=[town.pk]), {"file": SimpleUploadedFile("名单.xlsx", content)}
    ).content.decode()
    assert "逐格检查过，2 行都能写入" in page
    client.post(reverse("leadership:group_import_confirm", args=[town.pk]), {"token": _token(page)})
    assert Member.objects.count() == 2
    assert cast.people["head"].__class__.objects.get(pk=cast.people["head"].pk).phone == "13900001234"


def test_a_second_chief_in_the_file_names_its_line(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    file = _upload((1, "周敏", "", "主任", "组长", "", "", "", "", "2026年3月1日—今"))
    page = client.post(reverse("leadership:group_import", args=[town.pk]), {"file": file}).content.decode()
    answer = client.post(
        reverse("leadership:group_import_confirm", args=[town.pk]), {"token": _token(page)}, follow=True
    )
    assert "第 2 行（周敏）：组长只能有 1 名" in answer.content.decode()
    assert Member.objects.count() == 2


def test_days_as_people_write_them():
    first = dt.date(2024, 1, 8)
    assert read_span("2024年1月8日—今") == (first, None)
    assert read_span("2024-01-08") == (first, None)
    assert read_span("2024.1.8－2026.1.7") == (first, dt.date(2026, 1, 7))
    assert read_span("2026年1月7日—2024年1月8日") is None
    assert read_span("2024年2月30日—今") is None
    assert read_span("") is None


def test_what_waits_for_who_keeps_the_group(cast, town, who):
    clerk, today = cast.actor("clerk"), DAY
    said = [todo.text for todo in todos_for(clerk, today=today)]
    assert "南坡村没有人包干" in said
    assert not any("不完整" in text for text in said)
    assert not any("包干" in todo.text for todo in todos_for(cast.actor("leader"), today=today))
    end_member(
        Member.objects.get(post=GroupPost.CHIEF), to_date=dt.date(2026, 11, 22), accepts_gap=True, **who
    )
    said = [todo.text for todo in todos_for(clerk, today=today)]
    assert "云溪镇领导小组不完整：没有组长" in said and "石桥村没有人包干" in said
    outsider = [todo.text for todo in todos_for(cast.actor("outsider"), today=today)]
    assert not any("包干" in text or "不完整" in text for text in outsider)


def test_seats_are_found_by_person_and_division(cast, town):
    def hits(key, text):
        return [
            hit.title
            for group in search(cast.actor(key), text)
            for hit in group.hits
            if hit.source == "leadership.member"
        ]

    assert hits("leader", "督查") == ["何正　云溪镇领导小组"]
    assert hits("leader", "林岚") == ["林岚　云溪镇领导小组"]
    assert hits("outsider", "林岚") == []


@pytest.mark.parametrize("name", ["group", "charges"])
def test_who_looks_from_below_the_township_is_told_so(cast, client_for, name):
    post = orgs.create_post(unit=cast.units["南坡村"], title="村会计", role="finance", actor=SYSTEM)
    orgs.appoint_person(cast.people["village"], post=post, from_date=LONG_AGO, actor=SYSTEM)
    page = client_for(cast.people["village"]).get(reverse(f"leadership:{name}"))
    assert page.status_code == 200
    assert "您的岗位看不到领导小组" in page.content.decode()
