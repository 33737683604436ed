"""The tree, the ledger, and every change of a unit with its history."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.administration.conftest import latest, table, workbook
from xiangfeng.access.actor import SYSTEM
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Appointment, Post, Unit, UnitKind


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


def test_a_township_sees_its_whole_branch_and_nothing_else(cast, enter):
    page = enter("clerk").get(url("units")).content.decode()
    names = re.findall(r"""class="xf-todo" href="[^"]+">([^<]+)</a>""", page)
    assert names == ["云溪镇", "石桥村", "南坡村", "农业站"]
    assert "东河镇" not in page


def test_a_county_sees_one_level_and_opens_the_next(cast, enter):
    client = enter("system_admin")
    page = client.get(url("units")).content.decode()
    assert "石桥村" not in page
    assert "展开 3 个" in page
    town = client.get(url("units") + f"?top={cast.units['云溪镇'].pk}").content.decode()
    assert "石桥村" in town


@pytest.mark.parametrize("top", ["999999", "abc", "-1"])
def test_a_unit_that_is_not_there_is_404(cast, enter, top):
    assert enter("clerk").get(url("units") + f"?top={top}").status_code == 404
    assert enter("clerk").get(url("units") + f"?top={cast.units['东河镇'].pk}").status_code == 404


def test_retired_units_are_shown_only_when_asked_for(cast, enter):
    orgs.edit_unit(cast.units["农业站"], actor=SYSTEM, is_active=False)
    client = enter("clerk")
    assert "农业站" not in client.get(url("units")).content.decode()
    assert "农业站" in client.get(url("units") + "?retired=1").content.decode()


def test_the_ledger_goes_out_as_xlsx(cast, enter):
    rows = table(enter("clerk").get(url("unit_list") + "?export=xlsx&sort=seq"))
    assert rows[0][:7] == ["序号", "名称", "类型", "上级单位", "参评类别", "排序", "代码"]
    assert [row[1] for row in rows[1:]] == ["云溪镇", "石桥村", "南坡村", "农业站"]
    only = table(enter("clerk").get(url("unit_list") + "?export=xlsx&kind=station"))
    assert [row[1] for row in only[1:]] == ["农业站"]


def test_a_new_unit_is_made_and_recorded(cast, enter):
    town = cast.units["云溪镇"]
    data = {"kind": "community", "name": " 云溪社区 ", "group": "A类", "seq": "7"}
    answer = enter("clerk").post(url("unit_new", town.pk), data)
    made = Unit.objects.get(name="云溪社区")
    assert answer.url == url("unit", made.pk)
    assert (made.parent, made.kind, made.group, made.seq) == (town, "community", "A类", 7)
    entry = latest()
    assert (entry.verb, entry.actor_name, entry.subject_text, entry.unit_path) == (
        "新建单位",
        "陈晓",
        "云溪社区",
        made.path,
    )


def test_a_second_of_the_name_is_refused_in_words(cast, enter):
    data = {"kind": "village", "name": "石桥村", "seq": "0"}
    answer = enter("clerk").post(url("unit_new", cast.units["云溪镇"].pk), data)
    assert answer.status_code == 422
    assert "同一上级下已有同名单位" in answer.content.decode()


def test_only_what_changed_is_written_and_recorded(cast, enter):
    village = cast.units["石桥村"]
    data = {"name": "石桥村", "full_name": "云溪镇石桥村", "group": "B类", "seq": village.seq}
    client = enter("clerk")
    client.post(url("unit_edit", village.pk), data)
    village.refresh_from_db()
    assert (village.full_name, village.group) == ("云溪镇石桥村", "B类")
    assert latest().before == {"full_name": "", "group": "A类"}
    assert latest().after == {"full_name": "云溪镇石桥村", "group": "B类"}
    last = latest().pk
    assert client.post(url("unit_edit", village.pk), data).status_code == 302
    assert latest().pk == last


def test_a_unit_moves_with_all_below_it(cast, enter):
    village, town = cast.units["石桥村"], cast.units["东河镇"]
    client = enter("system_admin")
    assert "东河镇" in client.get(url("unit_move", village.pk)).content.decode()
    client.post(url("unit_move", village.pk), {"to": town.pk})
    village.refresh_from_db()
    assert village.parent == town
    assert village.path.startswith(town.path)
    assert (latest().before, latest().after) == ({"parent": "云溪镇"}, {"parent": "东河镇"})


def test_a_clerk_is_offered_only_places_in_reach(cast, enter):
    answer = enter("clerk").post(url("unit_move", cast.units["石桥村"].pk), {"to": cast.units["东河镇"].pk})
    assert answer.status_code == 422
    assert cast.units["石桥村"].parent == cast.units["云溪镇"]


def test_a_unit_with_somebody_seated_is_not_retired(cast, enter, at):
    village = cast.units["石桥村"]
    page = enter("clerk").post(url("unit_use", village.pk), {"verb": "retire"}, follow=True)
    assert "还有 1 人在任，请先办结任职" in page.content.decode()
    Appointment.objects.filter(post__unit=village).update(to_date=at.date().replace(day=1))
    page = enter("clerk").post(url("unit_use", village.pk), {"verb": "retire"}, follow=True)
    assert "“石桥村”已停用" in page.content.decode()
    assert latest().verb == "停用单位"
    enter("clerk").post(url("unit_use", village.pk), {"verb": "restore"})
    village.refresh_from_db()
    assert village.is_active
    assert latest().verb == "恢复单位"


def test_a_unit_with_units_below_in_use_is_not_retired(cast, enter):
    page = enter("system_admin").post(
        url("unit_use", cast.units["东河镇"].pk), {"verb": "retire"}, follow=True
    )
    assert "下面还有 1 个在用单位" in page.content.decode()


def test_posts_are_set_up_and_corrected(cast, enter):
    village = cast.units["石桥村"]
    client = enter("clerk")
    client.post(url("post_new", village.pk), {"title": "文书", "role": "village", "seq": "2"})
    post = Post.objects.get(title="文书")
    assert latest().verb == "设立岗位"
    client.post(url("post_edit", post.pk), {"title": "村文书", "seq": "3"})
    post.refresh_from_db()
    assert (post.title, post.seq, post.role) == ("村文书", 3, "village")
    assert latest().before == {"title": "文书", "seq": 2}
    again = client.post(url("post_new", village.pk), {"title": "村文书", "role": "village", "seq": "2"})
    assert "本单位已有同名岗位" in again.content.decode()


def test_a_township_cannot_make_an_administrator(cast, enter):
    data = {"title": "管账号的", "role": "system_admin", "seq": "0"}
    answer = enter("clerk").post(url("post_new", cast.units["云溪镇"].pk), data)
    assert answer.status_code == 422
    assert not Post.objects.filter(title="管账号的").exists()


def test_a_list_is_shown_before_it_is_written(cast, enter):
    town = cast.units["云溪镇"]
    client = enter("clerk")
    file = workbook(
        ("名称", "类型", "参评类别", "排序"),
        ("石桥村", "村", "B类", 1),
        ("新塘村", "村", "A类", 2),
        ("坏村", "屯", "", 3),
    )
    page = client.post(url("unit_import", town.pk), {"file": file}).content.decode()
    assert "可写入 2 行；1 处有误，不写入" in page
    assert "第 4 行“类型” 填的是“屯”" in page
    assert not Unit.objects.filter(name="新塘村").exists()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    answer = client.post(url("unit_import_confirm", town.pk), {"token": token[1]}, follow=True)
    assert "新建 1 个单位，更新 1 个" in answer.content.decode()
    assert [(u.name, u.group, u.seq) for u in Unit.objects.filter(parent=town).order_by("pk")] == [
        ("石桥村", "B类", 1),
        ("南坡村", "A类", 4),
        ("农业站", "", 5),
        ("新塘村", "A类", 2),
    ]


@pytest.mark.parametrize("name", ["南坡村", "云溪镇"])
def test_a_preview_is_good_for_its_own_unit_only(cast, enter, name):
    client = enter("clerk")
    file = workbook(("名称",), ("新塘村",))
    page = client.post(url("unit_import", cast.units["石桥村"].pk), {"file": file}).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    told = client.post(url("unit_import_confirm", cast.units[name].pk), {"token": token[1]}, follow=True)
    assert "这份预览不是这个单位的" in told.content.decode()
    told = client.post(
        url("unit_import_confirm", cast.units[name].pk), {"token": token[1] + "x"}, follow=True
    )
    assert "预览放得太久或不完整" in told.content.decode()
    assert not Unit.objects.filter(name="新塘村").exists()


def test_a_file_that_is_no_workbook_says_so(cast, enter):
    file = workbook(("什么",))
    page = enter("clerk").post(url("unit_import", cast.units["石桥村"].pk), {"file": file})
    assert "找不到表头" in page.content.decode()


def test_who_only_looks_is_offered_no_change(cast, enter):
    page = enter("head").get(url("unit", cast.units["石桥村"].pk)).content.decode()
    assert "停用这个单位" not in page
    assert "石磊" in page
    assert enter("village").get(url("units")).status_code == 403


def test_the_kinds_offered_are_all_there_are(cast, enter):
    page = enter("clerk").get(url("unit_new", cast.units["云溪镇"].pk)).content.decode()
    assert all(f'value="{kind}"' in page for kind in UnitKind.values)
    assert '<option value="village" selected>' in page
