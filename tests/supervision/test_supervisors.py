"""社会监督员: register, 聘书, terms, what they file and see (A4.2, ledger 10)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.world import picture
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.feedback.models import Contact, Report
from xiangfeng.history.models import Entry
from xiangfeng.orgs import actions as orgs
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.supervision.actions.opinions import enter_opinion, file_opinion
from xiangfeng.supervision.actions.supervisors import add_supervisor, edit_supervisor, read_phone
from xiangfeng.supervision.actions.terms import (
    draft_term,
    edit_term,
    end_term,
    issue_term,
    send_back_term,
    submit_term,
)
from xiangfeng.supervision.exports import letter_paper
from xiangfeng.supervision.models import Supervisor, Term
from xiangfeng.supervision.queries import found_by
from xiangfeng.supervision.queries.rows import (
    lacking_for,
    other_kinds,
    own_reports,
    own_supervisor,
    people_to_link,
    record_of,
    supervisors_for,
)
from xiangfeng.supervision.terms import last_day, next_start, years_on
from xiangfeng.workbench.queries import todos_for
from xiangfeng.workflow.flow import fire

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
PHONE = "13900001234"


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def boss(cast, at):
    return {"actor": cast.actor("leader"), "at": at}


@pytest.fixture
def add(cast, who):
    def make(name="郑和", kind="people", **more):
        fields = {"workplace": "石桥村二组", "phone": PHONE, **more}
        return add_supervisor(cast.units["云溪镇"], name=name, kind=kind, **fields, **who)

    return make


@pytest.fixture
def appoint(who, boss):
    def make(row, from_on=TODAY - 10 * DAY, to_on=TODAY + 700 * DAY):
        term = draft_term(row, from_on=from_on, to_on=to_on, **who)
        submit_term(term, **who)
        issue_term(term, **boss)
        return term

    return make


def texts(cast, name="clerk", on=TODAY):
    todos = todos_for(cast.actor(name), today=on)
    return [todo.text for todo in todos if todo.source.startswith("supervision.")]


def row_of(cast, pk, on=TODAY):
    return supervisors_for(cast.actor("clerk"), today=on).get(pk=pk)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": " "}, "请写姓名"),
        ({"phone": ""}, "请写电话"),
        ({"kind": ""}, "请选类别"),
        ({"kind": "other"}, "请写明是什么"),
    ],
)
def test_what_a_supervisor_needs(add, more, says):
    with pytest.raises(Refused, match=says):
        add(**more)
    assert not Supervisor.objects.exists()


def test_kinds_are_named_freely(cast, add):
    assert add(kind="other", other_kind="老红军").kind_text == "其他（老红军）"
    assert other_kinds(cast.units["云溪镇"])[:2] == ["老红军", "政协委员"]
    assert add(kind="people", other_kind="老红军").other_kind == ""


def test_changes_are_told_without_the_phone(cast, add, who):
    row = add()
    same = {"name": "郑和", "kind": "people", "workplace": "石桥村二组"}
    assert edit_supervisor(row, revision=0, phone="", **same, **who).revision == 0
    edit_supervisor(row, revision=0, phone="13900009999", **same, **who)
    with pytest.raises(Stale):
        edit_supervisor(row, revision=0, phone="", **same | {"workplace": "三组"}, **who)
    entry = Entry.objects.get(verb="修改监督员")
    assert entry.after == {"电话": "139****9999"} and PHONE not in entry.body
    assert read_phone(row, **who) == "13900009999"
    assert Entry.objects.filter(verb="查看电话").count() == 1
    with pytest.raises(Refused, match="管辖"):
        read_phone(row, actor=cast.actor("outsider"), at=who["at"])


def test_a_letter_from_draft_to_signature(cast, add, who, boss):
    row = add()
    term = draft_term(row, from_on=TODAY, to_on=last_day(TODAY), **who)
    assert (term.to_on, row_of(cast, row.pk).is_asked) == (dt.date(2028, 11, 22), True)
    with pytest.raises(Refused, match="已有一份聘书在办"):
        draft_term(row, from_on=TODAY, to_on=TODAY, **who)
    assert "聘书还没有送签：郑和" in texts(cast)
    submit_term(term, **who)
    assert texts(cast, "leader") == ["聘书等签发：郑和"]
    send_back_term(term, reason="聘期写错", **boss)
    edit_term(term, from_on=TODAY, to_on=TODAY + 364 * DAY, **who)
    submit_term(term, **who)
    with pytest.raises(Refused, match="不能改"):
        edit_term(term, from_on=TODAY, to_on=TODAY, **who)
    with pytest.raises(Refused, match="没有这项权限"):
        issue_term(term, **who)
    issue_term(term, **boss)
    term = Term.objects.get()
    assert (term.number, term.signer, term.issued_on) == ("云溪聘〔2026〕1号", "林岚", TODAY)
    assert term.pdf and term.docx and term.pdf.is_restricted
    paper = letter_paper(term)
    words = "".join(block.text for block in paper.blocks)
    for part in ("郑和", "社会监督员", "云溪聘〔2026〕1号", "2026年11月23日起至2027年11月22日止"):
        assert part in words
    assert (paper.signer, paper.date) == ("云溪镇", TODAY) and PHONE not in paper.to_json()


def test_terms_do_not_overlap_and_are_limited(add, appoint, who, settings):
    row = add()
    first = appoint(row, TODAY - 10 * DAY, TODAY + 10 * DAY)
    with pytest.raises(Refused, match="重叠"):
        draft_term(row, from_on=TODAY, to_on=TODAY + 300 * DAY, **who)
    with pytest.raises(Refused, match="不能早于"):
        draft_term(row, from_on=TODAY, to_on=TODAY - DAY, **who)
    start = next_start([first], TODAY)
    assert start == TODAY + 11 * DAY
    appoint(row, start, last_day(start))
    later = dt.date(2029, 1, 1)
    with pytest.raises(Refused, match="最多连聘 2 届"):
        draft_term(row, from_on=later, to_on=last_day(later), **who)
    settings.SUPERVISOR_TERMS = 0
    assert draft_term(row, from_on=later, to_on=last_day(later), **who)


def test_years_on_a_leap_day():
    assert years_on(dt.date(2028, 2, 29), 2) == dt.date(2030, 2, 28)
    assert next_start([], TODAY) == TODAY


def test_state_follows_from_the_days(cast, add, appoint):
    row = add()
    appoint(row, TODAY + 5 * DAY, TODAY + 100 * DAY)
    seen = {}
    for days in (0, 5, 70, 71, 100, 101):
        one = row_of(cast, row.pk, TODAY + days * DAY)
        seen[days] = (one.is_to_come, one.serves, one.ends_soon)
    assert seen == {
        0: (True, False, False), 5: (False, True, False), 70: (False, True, False), 71: (False, True, True),
        100: (False, True, True), 101: (False, False, False),
    }  # fmt: skip


def test_the_running_term_is_shown_though_the_next_is_signed(cast, add, appoint):
    row = add()
    first = appoint(row, TODAY - 10 * DAY, TODAY + 10 * DAY)
    second = appoint(row, TODAY + 11 * DAY, TODAY + 700 * DAY)
    assert row_of(cast, row.pk).letter == first.number and not row_of(cast, row.pk).ends_soon
    assert row_of(cast, row.pk, TODAY + 11 * DAY).letter == second.number
    assert row_of(cast, row.pk, TODAY + 900 * DAY).letter == second.number


def test_what_a_township_lacks_is_said_until_it_has_both(cast, add, appoint):
    lacks = "云溪镇还没有{}担任社会监督员"
    assert lacks.format("群众代表、人大代表") in texts(cast)
    assert any("东河镇" in text for text in texts(cast, "outsider")) and texts(cast, "county") == []
    appoint(add())
    assert lacks.format("人大代表") in texts(cast)
    assert lacking_for(cast.actor("leader"), today=TODAY) == ["云溪镇还没有人大代表"]
    appoint(add(name="代红", kind="congress"), TODAY - DAY, TODAY + 30 * DAY)
    assert texts(cast) == ["监督员聘期快满：代红"]
    assert lacking_for(cast.actor("clerk"), today=TODAY) == []
    assert lacks.format("人大代表") in texts(cast, on=TODAY + 31 * DAY)
    assert set(lacking_for(cast.actor("county"), today=TODAY)) == {"东河镇还没有群众代表、人大代表"}


def test_no_warning_of_an_end_when_the_next_is_on_its_way(cast, add, appoint, who):
    row = add()
    appoint(row, TODAY - DAY, TODAY + 20 * DAY)
    assert "监督员聘期快满：郑和" in texts(cast)
    draft_term(row, from_on=TODAY + 21 * DAY, to_on=TODAY + 700 * DAY, **who)
    assert "监督员聘期快满：郑和" not in texts(cast)


def test_ended_early_with_a_reason(cast, add, appoint, who, settings):
    row = add()
    term = appoint(row)
    with pytest.raises(Refused, match="理由"):
        end_term(term, reason=" ", **who)
    end_term(term, reason="迁往外地", **who)
    assert (term.until, term.to_on, term.end_reason) == (TODAY, TODAY + 700 * DAY, "迁往外地")
    assert row_of(cast, row.pk).serves and not row_of(cast, row.pk, TODAY + DAY).serves
    old = appoint(add(name="旧人"), TODAY - 30 * DAY, TODAY - DAY)
    with pytest.raises(Refused, match="已经满了"):
        end_term(old, reason="迁往外地", **who)


def test_a_dropped_draft_is_in_nobodys_way(add, appoint, who):
    row = add()
    term = draft_term(row, from_on=TODAY, to_on=TODAY + DAY, **who)
    fire(term, "drop", **who)
    assert appoint(row).number


def say(row, actor, at, **more):
    said = {"text": "桥头有垃圾", "form_key": "k", "is_confidential": False, **more}
    return file_opinion(row, actor=actor, at=at, **said)


def test_an_opinion_is_a_report(cast, add, appoint, at):
    row, me = add(person=cast.people["supervisor"]), cast.actor("supervisor")
    with pytest.raises(Refused, match="不在聘期内"):
        say(row, me, at)
    appoint(row)
    with pytest.raises(Refused, match="不在云溪镇"):
        say(row, me, at, village=cast.units["柳湾村"])
    photo = SimpleUploadedFile("桥.png", picture(5))
    report = say(row, me, at, village=cast.units["石桥村"], place="桥头", photos=[photo]).report
    assert (report.channel, report.origin_key, report.privacy) == ("supervisor", row.key, "named")
    assert (report.registrar, Contact.objects.get().phone) == ("社会监督员", PHONE)
    assert report.photos.count() == 1 and report.where == "石桥村 桥头"
    assert say(row, me, at).is_new is False and Report.objects.count() == 1
    assert row_of(cast, row.pk).reports == 1
    told = Report.objects.values_list("text", "brief", "registrar", "place").get()
    assert not any("郑和" in text for text in told)


def test_nobody_files_for_another(cast, add, appoint, at):
    row = add(person=cast.people["supervisor"])
    appoint(row)
    for name in ("clerk", "village", "leader"):
        with pytest.raises(Refused, match="自己的账号"):
            say(row, cast.actor(name), at)
    other = add(name="没有账号")
    appoint(other)
    with pytest.raises(Refused, match="自己的账号"):
        say(other, cast.actor("supervisor"), at)


def test_the_office_enters_for_one_without_an_account(cast, add, appoint, who):
    row = add()
    appoint(row)
    said = {"text": "路灯不亮", "form_key": "k", "is_confidential": True}
    report = enter_opinion(row, **said, **who).report
    assert (report.registrar, report.privacy, report.origin_key) == ("陈晓", "confidential", row.key)
    with pytest.raises(Refused, match="不归您管"):
        enter_opinion(row, **said, actor=cast.actor("leader"), at=who["at"])


def test_confidential_ones_are_left_out_of_the_record(cast, add, appoint, at):
    row, me = add(person=cast.people["supervisor"]), cast.actor("supervisor")
    appoint(row)
    open_one = say(row, me, at).report
    hidden = say(row, me, at, form_key="h", is_confidential=True).report
    assert record_of(row, cast.actor("clerk")) == ([hidden, open_one], 0)
    assert record_of(row, cast.actor("leader")) == ([open_one], 1)
    about = say(row, me, at, form_key="a", about=cast.units["云溪镇"]).report
    assert about.unit == cast.units["某县"] and about in own_reports(row)
    assert about not in record_of(row, cast.actor("clerk"))[0]


def test_only_people_on_the_post_can_be_linked(cast, add, who):
    town = cast.units["云溪镇"]
    assert list(people_to_link(town, on=TODAY)) == [cast.people["supervisor"]]
    assert not people_to_link(cast.units["东河镇"], on=TODAY)
    add(person=cast.people["supervisor"])
    with pytest.raises(Refused, match="另一位监督员"):
        add(name="冒名", person=cast.people["supervisor"])
    stranger = orgs.add_person(cast.units["东河镇"], name="外人", actor=cast.actor("outsider"))
    with pytest.raises(Refused, match="不在云溪镇"):
        add(name="外人", person=stranger)


def test_ledger_ten(cast, add, appoint, client_for):
    appoint(add(kind="other", other_kind="老党员"))
    client = client_for(cast.people["clerk"])
    rows = first_rows(client.get(reverse("supervision:supervisors") + "?export=xlsx").content)
    assert rows[0] == ["序号", "姓名", "类别", "单位", "电话", "聘书号", "聘期起", "聘期止", "监督次数"]
    assert rows[1] == [
        1.0, "郑和", "其他（老党员）", "石桥村二组", "139****1234", "云溪聘〔2026〕1号", "2026-11-13", "2028-10-23", 0.0,
    ]  # fmt: skip
    page = client.get(reverse("supervision:supervisors")).content.decode()
    assert PHONE not in page and "还没有群众代表、人大代表" in page


def test_the_phone_is_shown_once_and_logged(cast, add, client_for):
    row, client = add(), client_for(cast.people["clerk"])
    page = client.get(reverse("supervision:supervisor", args=[row.pk]))
    assert PHONE not in page.content.decode() and page.headers["Cache-Control"] == "no-store"
    shown = client.post(reverse("supervision:supervisor_phone", args=[row.pk]))
    assert PHONE in shown.content.decode()
    assert Entry.objects.get(verb="查看电话").actor_name == "陈晓"
    form = client.get(reverse("supervision:supervisor_edit", args=[row.pk]))
    assert PHONE not in form.content.decode()


def test_from_registration_to_signature_on_the_pages(cast, client_for):
    office, leader = client_for(cast.people["clerk"]), client_for(cast.people["leader"])
    sent = {"name": "代红", "kind": "congress", "workplace": "南坡村", "phone": PHONE}
    answer = office.post(reverse("supervision:supervisor_new"), sent)
    row = Supervisor.objects.get()
    assert answer.url == reverse("supervision:term_new", args=[row.pk])
    form = office.get(answer.url).context["form"]
    assert form.initial == {"from_on": TODAY, "to_on": dt.date(2028, 11, 22)}
    office.post(answer.url, {"from_on": "2026-11-23", "to_on": "2028-11-22"})
    move = reverse("supervision:term_move", args=[Term.objects.get().pk])
    for client, verb in ((office, "submit"), (leader, "issue")):
        client.post(move, {"verb": verb})
    letter = office.get(reverse("supervision:letter", args=[Term.objects.get().pk, "pdf"]))
    assert b"".join(letter).startswith(b"%PDF") and Term.objects.get().state == "issued"


def test_the_own_page_shows_ones_own_and_nothing_of_others(cast, add, appoint, at, client_for):
    me, client = cast.actor("supervisor"), client_for(cast.people["supervisor"])
    own = reverse("supervision:own")
    assert "还没有和监督员登记对上" in client.get(own).content.decode()
    assert client.get(reverse("supervision:own_new")).url == own
    row, other = add(person=cast.people["supervisor"]), add(name="别人")
    appoint(row)
    appoint(other)
    foreign = enter_opinion(
        other, text="别人的意见", form_key="o", is_confidential=False, actor=cast.actor("clerk"), at=at
    )
    form = client.get(reverse("supervision:own_new")).context["form"]
    sent = {"text": "桥头有垃圾", "form_key": form.initial["form_key"], "is_confidential": "on"}
    empty = client.post(reverse("supervision:own_new"), sent | {"text": ""})
    assert empty.status_code == 422 and sent["form_key"] in empty.content.decode()
    photo = SimpleUploadedFile("桥.png", picture(5), "image/png")
    answer = client.post(reverse("supervision:own_new"), sent | {"photos": photo})
    report = own_supervisor(me, today=TODAY) and Report.objects.get(origin_key=row.key)
    assert answer.url == reverse("supervision:own_report", args=[report.pk])
    Report.objects.filter(pk=report.pk).update(state="replied", reply="已经清走", replied_at=at)
    page = client.get(answer.url).content.decode()
    assert "已经清走" in page and "已收到" in page
    photo_url = reverse("supervision:own_photo", args=[report.pk, report.photos.get().pk])
    assert client.get(photo_url).headers["Content-Type"] == "image/jpeg"
    assert client.get(reverse("supervision:own_report", args=[foreign.report.pk])).status_code == 404
    assert "别人的意见" not in client.get(own).content.decode()


def test_a_supervisor_is_found_by_name_and_letter(cast, add, appoint):
    term = appoint(add())
    for text in ("郑和", "石桥村二组", term.number):
        rows = [row for branch in found_by(cast.actor("clerk"), text) for row in branch]
        assert [(row[0], row[2]) for row in rows] == [("supervision.supervisor", "郑和")]
    assert not [row for branch in found_by(cast.actor("clerk"), PHONE) for row in branch]


def test_the_reply_is_judged_and_words_are_added(cast, add, appoint, at, client_for):
    row, client = add(person=cast.people["supervisor"]), client_for(cast.people["supervisor"])
    appoint(row)
    report = say(row, cast.actor("supervisor"), at).report
    page, say_url, rate_url = (
        reverse(f"supervision:{name}", args=[report.pk]) for name in ("own_report", "own_say", "own_rate")
    )
    client.post(say_url, {"text": "今天又堆了一车"})
    assert "今天又堆了一车" in client.get(page).content.decode()
    assert client.get(page).context["rating_form"] is None
    client.post(rate_url, {"rating": "satisfied"})
    Report.objects.filter(pk=report.pk).update(
        state="replied", reply="已经清走", replied_at=at, first_replied_at=at
    )
    assert client.get(page).context["rating_form"]
    client.post(rate_url, {"rating": "basically", "text": "慢了一点"})
    report.refresh_from_db()
    assert (report.rating, report.rating_text) == ("basically", "慢了一点")
    assert client.get(page).context["rating_form"] is None
    stranger = client_for(cast.people["village"])
    assert stranger.post(rate_url, {"rating": "satisfied"}).status_code == 403
