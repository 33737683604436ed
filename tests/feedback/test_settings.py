"""What a unit sets for its reports, and what the public is offered of it."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.base.errors import Refused, Stale
from xiangfeng.feedback.actions import register_report
from xiangfeng.feedback.actions.accepting import accept_report
from xiangfeng.feedback.actions.dispatching import keep_report
from xiangfeng.feedback.actions.settings import (
    drop_route,
    install_categories,
    move_setting,
    save_setting,
    use_setting,
)
from xiangfeng.feedback.models import Category, Desk, Phrase, Report, Route
from xiangfeng.feedback.queries import categories_for, open_desks
from xiangfeng.feedback.queries.routing import handler_for, preview


def names(unit):
    return [row.name for row in categories_for(unit)]


def test_the_six_categories_of_a_county_serve_its_townships(cast, at):
    county, town = cast.units["某县"], cast.units["云溪镇"]
    clerk = cast.actor("clerk")
    with pytest.raises(Refused, match="某县"):
        install_categories(county, actor=clerk, at=at)
    who = {"actor": cast.actor("county"), "at": at}
    assert (install_categories(county, **who), install_categories(county, **who)) == (6, 0)
    assert names(town) == ["环境卫生", "道路交通", "绿化", "公共设施", "社会秩序", "其他"]
    Category.objects.create(unit=town, code="market", name="集市", seq=15)
    Category.objects.create(unit=town, code="order", name="治安", seq=50)
    Category.objects.create(unit=town, code="greenery", name="绿化", is_active=False)
    assert names(town) == ["环境卫生", "集市", "道路交通", "公共设施", "治安", "其他"]
    assert len(names(cast.units["东河镇"])) == 6


def test_only_units_with_an_open_desk_are_offered(cast):
    for name, is_open in (("云溪镇", True), ("东河镇", False)):
        Desk.objects.create(unit=cast.units[name], is_open=is_open)
    assert [desk.unit.name for desk in open_desks()] == ["云溪镇"]


@pytest.fixture
def office(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def made(cast, office):
    town = cast.units["云溪镇"]
    install_categories(town, **office)
    return {row.code: row for row in Category.objects.filter(unit=town)}


def rule(town, office, **values):
    given = {"category": None, "village": None, "handler": None} | values
    return save_setting(Route(unit=town), **given, **office)


def test_the_first_rule_that_fits_proposes_the_handler_and_never_the_unit_complained_of(
    cast, office, made, at
):
    town, village, station = (cast.units[name] for name in ("云溪镇", "石桥村", "农业站"))
    rule(town, office, category=made["greenery"], handler=station)
    rule(town, office, village=village)
    rule(town, office, category=made["environment"])

    def proposed(**more):
        given = {"text": "有事", "channel": "web", "at": at, **more}
        return handler_for(register_report(town, **given).report)

    assert proposed(category=made["greenery"], village=village) == station
    assert proposed(category=made["traffic"], village=village) == village
    assert proposed(category=made["environment"], village=cast.units["南坡村"]) == cast.units["南坡村"]
    assert proposed(category=made["environment"]) is None
    assert proposed(category=made["greenery"], about=station, village=village) == village
    assert proposed(category=made["greenery"], about=station) is None
    would = preview(town, today=at.date())
    counts = sorted((name, count) for lines in would.values() for name, count in lines)
    assert counts == [("", 2), ("农业站", 1), ("南坡村", 1), ("石桥村", 2)]
    Report.objects.update(came_on=at.date() - dt.timedelta(days=90))
    assert preview(town, today=at.date()) == {}


def test_rules_stay_below_their_unit_and_keep_their_order(cast, office, made):
    town = cast.units["云溪镇"]
    for name, more in (
        ("柳湾村", {"handler": cast.units["柳湾村"]}),
        ("东河镇", {"village": cast.units["东河镇"]}),
    ):
        with pytest.raises(Refused, match=name):
            rule(town, office, **more)
    first, second = rule(town, office), rule(town, office, category=made["other"])
    move_setting(second, is_up=True, **office)
    move_setting(second, is_up=True, **office)
    assert list(Route.objects.filter(unit=town)) == [second, first]
    drop_route(first, **office)
    assert list(Route.objects.all()) == [second]


def test_two_who_change_a_setting_at_once_and_what_belongs_to_another(cast, office, made, at):
    row = made["other"]
    save_setting(row, revision=0, name="别的", **office)
    with pytest.raises(Stale):
        save_setting(Category.objects.get(pk=row.pk), revision=0, name="其余", **office)
    with pytest.raises(Refused, match="编码"):
        save_setting(Category(unit=row.unit), code="other", name="又一个", **office)
    with pytest.raises(Refused, match="云溪镇"):
        save_setting(row, revision=1, name="抢", actor=cast.actor("outsider"), at=at)
    use_setting(row, is_active=False, **office)
    assert "别的" not in names(row.unit)
    with pytest.raises(Stale):
        use_setting(row, is_active=False, **office)


def test_the_page_of_settings(cast, client_for):
    town, client = cast.units["云溪镇"], client_for(cast.people["clerk"])
    assert "还没有设受理台" in client.get("/work/feedback/settings/").text
    client.post(f"/work/feedback/settings/{town.pk}/install/")
    sent = {"is_open": "on", "hotline": "0888-6100000", "days_enquiry": "2", "revision": "0"}
    assert client.post(f"/work/feedback/settings/{town.pk}/desk/", sent).status_code == 302
    assert Desk.objects.get().days_enquiry == 2 and Desk.objects.get().days_help == 0
    rule = {
        "category": str(Category.objects.get(code="greenery").pk),
        "handler": str(cast.units["农业站"].pk),
    }
    assert client.post(f"/work/feedback/settings/{town.pk}/new/route/", rule).status_code == 302
    page = client.get("/work/feedback/settings/").text
    for words in ("0888-6100000", "咨询 2 个", "环境卫生", "农业站", "一件也没有"):
        assert words in page
    row = Category.objects.get(code="other")
    client.post(f"/work/feedback/settings/category/{row.pk}/change/", {"verb": "retire"})
    assert not Category.objects.get(code="other").is_active
    wrong = client.post(
        f"/work/feedback/settings/{town.pk}/new/category/",
        {"name": "甲", "code": "好", "icon": "dots", "kind": "help"},
    )
    assert wrong.status_code == 422 and "编码只用字母" in wrong.text


def test_a_reply_begins_with_a_phrase(cast, office, client_for, at):
    town = cast.units["云溪镇"]
    row = register_report(town, text="垃圾没清", channel="web", at=at).report
    accept_report(row, kind="complaint", **office)
    keep_report(row, **office)
    client, url = client_for(cast.people["clerk"]), f"/work/feedback/{row.pk}/do/reply_self/"
    assert "答复用语" not in client.get(url).text
    phrase = save_setting(Phrase(unit=town), title="已清运", text="已经清运干净。", category=None, **office)
    page = client.get(url).text
    assert 'data-text="已经清运干净。"' in page and 'data-fill="id_text"' in page
    assert client.post(url, {"text": "", "phrase": ""}).status_code == 422
    assert client.post(url, {"text": "", "phrase": str(phrase.pk)}).status_code == 302
    row.refresh_from_db()
    assert row.reply == "已经清运干净。"
