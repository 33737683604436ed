"""What citizens, villages and the office see of notices."""

from __future__ import annotations

import datetime as dt
import gzip
import re

from django.urls import reverse

from tests.visitors.solving import answered
from xiangfeng.history.queries import entries_for
from xiangfeng.notices.actions import drafting, ending, issuing
from xiangfeng.notices.models import Notice, Objection
from xiangfeng.notices.queries.open import open_events


def _get(client, name, *args):
    return client.get(reverse(f"notices:{name}", args=args))


def test_everybody_finds_it_and_counts_the_days(built, client_for):
    citizen, row = client_for(), built.made["notice"]
    assert row.title in citizen.get("/").content.decode()
    assert row.title in _get(citizen, "public_list").content.decode()
    page = _get(citizen, "public_notice", row.pk)
    html = page.content.decode()
    assert "林小禾" in html and re.search(r"<b>5</b>\s*个工作日", html) and "经核实无误" in html
    assert "名单里漏了一位" not in html, "who asked what is not public"
    assert not page.cookies and len(gzip.compress(page.content)) < 10_000


def test_what_is_not_issued_is_not_there(built, client_for):
    citizen = client_for()
    for name in ("signing_notice", "draft_notice"):
        row = built.made[name]
        assert _get(citizen, "public_notice", row.pk).status_code == 404
        assert row.title not in _get(citizen, "public_list").content.decode()


def test_an_objection_gives_a_receipt_that_opens_the_answer(built, client_for, at):
    citizen, row = client_for(), built.made["notice"]
    url = reverse("notices:public_object", args=[row.pk])
    empty = citizen.post(url, {"text": " ", "name": "李四"})
    assert empty.status_code == 422 and "李四" in empty.content.decode()
    assert "请填“您的意见”" in empty.content.decode()
    assert citizen.post(url, {"text": "没有做小题"}).status_code == 422
    sent = {"text": "花灯课的次数不对"} | answered(at)
    html = citizen.post(url, sent).content.decode()
    code = re.search(r"\b\w{4}-\w{4}-\w{4}\b", html)[0]
    assert code in citizen.post(url, sent).content.decode(), (
        "the same form twice is one objection with one receipt"
    )
    raised = Objection.objects.get(text="花灯课的次数不对")
    assert code not in str(vars(raised)) and (raised.name, raised.channel) == ("", "web")
    asked = reverse("notices:public_answer", args=[row.pk])
    shown = citizen.post(asked, {"code": code.lower().replace("-", " ")}).content.decode()
    assert "花灯课的次数不对" in shown and "正在核实" in shown
    assert "没有找到这个查询码" in citizen.post(asked, {"code": "AAAA-BBBB-CCCC"}).content.decode()


def test_over_is_over_for_everybody(built, client_for, at):
    row, citizen = built.made["notice"], client_for()
    Notice.objects.filter(pk=row.pk).update(ends_on=at.date().replace(day=20))
    html = _get(citizen, "public_notice", row.pk).content.decode()
    assert "林小禾" not in html and "名单不再公开" in html, "even before the clock has been round"
    assert _get(citizen, "public_paper", row.pk, "pdf").status_code == 404
    assert _get(citizen, "public_file", row.pk, built.made["notice_file"].pk).status_code == 404
    refused = citizen.post(reverse("notices:public_object", args=[row.pk]), {"text": "晚了"} | answered(at))
    assert "网上不再收异议" in refused.content.decode() and not Objection.objects.filter(text="晚了").exists()
    ending.close_due_notices(at=at)
    assert "收到异议，正在处理" in _get(citizen, "public_notice", row.pk).content.decode()


def test_withdrawn_leaves_number_and_reason(built, client_for):
    row, citizen = built.made["notice"], client_for()
    issuing.withdraw_notice(row, reason="名单有误", actor=built.cast.actor("leader"), at=row.issued_at)
    html = _get(citizen, "public_notice", row.pk).content.decode()
    assert row.number in html and "名单有误" in html
    assert row.title not in html and "林小禾" not in html
    assert row.title not in _get(citizen, "public_list").content.decode()


def test_who_objected_is_seen_by_the_office_alone_and_each_look_is_written_down(built, client_for):
    raised = built.made["objection_on_notice"]
    Objection.objects.filter(pk=raised.pk).update(name="李四", phone="13912345678")
    looks = reverse("notices:objection_contact", args=[raised.pk])
    for seat in ("clerk", "leader", "head"):
        client = client_for(built.cast.people[seat])
        assert "李四" not in _get(client, "objection", raised.pk).content.decode(), seat
        shown = client.post(looks)
        assert (shown.status_code, "李四　13912345678" in shown.content.decode()) == (
            (200, True) if seat == "clerk" else (403, False)
        ), seat
    written = [entry.verb for entry in entries_for(raised.notice)]
    assert written.count("查看提异议人联系方式") == 1
    assert not any("李四" in str(vars(entry)) for entry in entries_for(raised.notice))
    Objection.objects.filter(pk=raised.pk).update(name="", phone="")
    page = client_for(built.cast.people["clerk"]).post(looks, follow=True).content.decode()
    assert "没有留姓名电话" in page


def test_the_office_drafts_hands_in_and_the_leader_signs(built, client_for):
    clerk, leader = (client_for(built.cast.people[seat]) for seat in ("clerk", "leader"))
    form = {
        "kind": "publicity", "subject": "reward", "title": "年度好人公示", "body": "拟表扬下列人员。",
        "table": "姓名|村\n林小禾|石桥村", "phone": "0577-64711234", "place": "镇政府",
    }  # fmt: skip
    short = clerk.post(reverse("notices:notice_new"), form | {"workdays": "3"})
    assert short.status_code == 422 and "不少于 5 个工作日" in short.content.decode()
    clerk.post(reverse("notices:notice_new"), form)
    row = Notice.objects.get(title="年度好人公示")
    move = reverse("notices:notice_move", args=[row.pk])
    page = _get(clerk, "notice", row.pk).content.decode()
    assert "没有身份证号、电话、银行卡号" in page and 'value="submit"' in page
    clerk.post(move, {"verb": "submit"})
    assert 'value="publicise"' not in _get(clerk, "notice", row.pk).content.decode()
    page = _get(leader, "notice", row.pk).content.decode()
    assert 'value="publicise"' in page and 'value="announce"' not in page
    leader.post(move, {"verb": "publicise"})
    row.refresh_from_db()
    assert row.state == "running"


def test_an_answer_with_a_mistake_keeps_what_was_typed(built, client_for):
    raised = built.made["objection_on_notice"]
    clerk = client_for(built.cast.people["clerk"])
    url = reverse("notices:objection_answer", args=[raised.pk])
    answer = {"finding": "rejected", "answer": "请打 13912345678", "is_public": "on"}
    refused = clerk.post(url, answer)
    assert refused.status_code == 422 and "请打 13912345678" in refused.content.decode()
    clerk.post(url, answer | {"answer": "已核实"})
    raised.refresh_from_db()
    assert (raised.state, raised.is_public) == ("answered", True)


def test_the_village_has_no_page_of_it_but_the_public_one(built, client_for):
    village = client_for(built.cast.people["village"])
    assert _get(village, "notices").status_code == 403
    assert _get(village, "public_notice", built.made["notice"].pk).status_code == 200


def test_an_event_has_day_and_place_and_is_listed_as_coming_then_as_past(built, client_for, at):
    clerk, citizen = client_for(built.cast.people["clerk"]), client_for()
    form = {"kind": "announcement", "subject": "event", "title": "村晚展演", "body": "欢迎来看。"}
    lacks = clerk.post(reverse("notices:notice_new"), form)
    assert lacks.status_code == 422 and "请写活动日期和活动地点" in lacks.content.decode()
    day = (at + dt.timedelta(days=3)).date()
    clerk.post(reverse("notices:notice_new"), form | {"held_on": day.isoformat(), "venue": "文化礼堂"})
    row = Notice.objects.get(title="村晚展演")
    assert "村晚展演" not in _get(citizen, "public_events").content.decode(), "no draft is public"
    drafting.submit_notice(row, actor=built.cast.actor("clerk"), at=at)
    issuing.issue_notice(row, actor=built.cast.actor("leader"), at=at)
    page = _get(citizen, "public_events").content.decode()
    assert "村晚展演" in page and "文化礼堂" in page and "办过的" not in page
    assert "地点：文化礼堂" in _get(citizen, "public_notice", row.pk).content.decode()
    coming, past = open_events(day)
    assert row in coming and row not in past
    coming, past = open_events(day + dt.timedelta(days=1))
    assert row not in coming and row in past
