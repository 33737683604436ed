"""全站查找: everything one may see, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house.urls import client_of
from tests.world import World
from xiangfeng.workbench.queries.search import EACH, PAGE, search, search_kind, words_of
from xiangfeng.workbench.templatetags.found import around, marked


def found(built: World, who: str, text: str) -> dict[str, list[str]]:
    groups = search(built.cast.actor(who), text)
    return {group.source: [hit.title for hit in group.hits] for group in groups}


def test_two_characters_and_numbers_are_found(built: World):
    assert found(built, "clerk", "石桥")["orgs.unit"] == ["石桥村"]
    assert "云溪镇 2026年11月考评" in found(built, "clerk", "11月")["assessments.period"]
    assert found(built, "clerk", "１１月") == found(built, "clerk", "11月")
    assert found(built, "clerk", "石磊")["orgs.person"] == ["石磊"]


def test_several_words_must_all_be_there(built: World):
    assert found(built, "clerk", "云溪 11月")["assessments.period"] == ["云溪镇 2026年11月考评"]
    assert "assessments.period" not in found(built, "clerk", "云溪 11月 柳湾")


def test_nobody_finds_what_is_out_of_reach(built: World):
    assert found(built, "outsider", "石桥") == {}
    assert found(built, "supervisor", "石桥") == {}
    assert "orgs.person" not in found(built, "village", "石磊")
    assert set(found(built, "village", "成绩")) == {"assessments.entry"}
    assert all("石桥村" in title for title in found(built, "village", "成绩")["assessments.entry"])
    assert found(built, "county", "柳湾")["orgs.unit"] == ["柳湾村"]


def test_a_phone_number_finds_nobody(built: World):
    person = built.cast.people["village"]
    person.phone = "13800001234"
    person.save()
    assert found(built, "system_admin", "13800001234") == {}


def test_percent_and_underscore_are_plain_characters(built: World):
    assert found(built, "clerk", "%桥") == {}
    assert found(built, "clerk", "石_村") == {}


def test_one_statement_for_everything(built: World):
    with CaptureQueriesContext(connection) as queries:
        search(built.cast.actor("county"), "云溪 2026")
    # the actor's own appointments and account are asked before
    assert sum("UNION ALL" in query["sql"] for query in queries) == 1
    assert len([query for query in queries if "orgs_appointment" not in query["sql"]]) <= 2


def test_the_rest_of_a_kind_is_a_page_of_its_own(built: World):
    from xiangfeng.access.actor import SYSTEM
    from xiangfeng.orgs import actions as orgs
    from xiangfeng.orgs.models import UnitKind

    town = built.cast.units["云溪镇"]
    for place in range(PAGE + 1):
        orgs.create_unit(town, kind=UnitKind.OTHER, name=f"水站{place:02}", actor=SYSTEM, seq=200 + place)
    actor = built.cast.actor("clerk")
    group = next(group for group in search(actor, "水站") if group.source == "orgs.unit")
    assert (len(group.hits), group.has_more) == (EACH, True)
    first, second = (search_kind(actor, "水站", "orgs.unit", page=page) for page in (1, 2))
    assert (len(first.hits), first.has_more, len(second.hits), second.has_more) == (PAGE, True, 1, False)
    assert not {hit.pk for hit in first.hits} & {hit.pk for hit in second.hits}
    page = client_of(built, "clerk").get(reverse("workbench:search") + "?q=水站").content.decode()
    assert "更多单位" in page
    page = client_of(built, "clerk").get(reverse("workbench:search") + "?q=水站&kind=orgs.unit&page=2")
    assert "上一页" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "says"),
    [("", "想查什么"), ("桥", "再多写一个字"), ("没有这个词的", "没有查到"), ("石桥", "<mark>石桥</mark>村")],
)
def test_the_page_says_what_to_do(built: World, query: str, says: str):
    answer = client_of(built, "clerk").get(reverse("workbench:search"), {"q": query})
    assert answer.status_code == 200
    assert says in answer.content.decode()


@pytest.mark.once
def test_every_hit_opens(built: World):
    for who in ("clerk", "village", "county", "director"):
        client = client_of(built, who)
        for text in ("石桥", "2026", "考评", "制度", "云溪"):
            for group in search(built.cast.actor(who), text):
                for hit in group.hits:
                    assert client.get(hit.url, follow=True).status_code == 200, (who, hit)


def test_hits_are_marked_and_escaped():
    assert marked("<b>石桥村</b>", ["石桥"]) == "&lt;b&gt;<mark>石桥</mark>村&lt;/b&gt;"
    assert marked("a.b ab", ["a.b"]) == "<mark>a.b</mark> ab"
    long = "前" * 200 + "开箱" + "后" * 200
    assert "开箱" in around(long, ["开箱"])
    assert around(long, ["开箱"]).startswith("…")
    assert len(around(long, ["开箱"])) <= 122
    assert words_of("  ＡＢ１２  第三 四 五") == ["AB12", "第三", "四"]
