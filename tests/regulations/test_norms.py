"""The 28 conduct norms: shipped whole, counted once where doubled, kept by the county alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.regulations.actions.norms import edit_norm, install_norms
from xiangfeng.regulations.models import Norm
from xiangfeng.regulations.norms import NORMS, merged, tally
from xiangfeng.regulations.queries import norms_for


@pytest.fixture
def norms(cast: Cast, at: dt.datetime) -> None:
    install_norms(cast.units["某县"], actor=cast.actor("county"), at=at)


def test_all_twenty_eight_are_there():
    assert [one.code for one in NORMS] == [f"N{number:02d}" for number in range(1, 29)]
    assert {one.field: sum(other.field == one.field for other in NORMS) for one in NORMS} == {
        "环境卫生": 6, "道路交通": 6, "绿化": 4, "社会行为": 6, "社会交往": 3, "公共服务": 3,
    }  # fmt: skip
    assert [one.code for one in NORMS if not one.authority] == ["N04", "N17", "N18", "N25"]
    assert [one.code for one in NORMS if one.is_positive] == ["N01", "N04", "N17"]


def test_doubles_are_one_line():
    lines = merged(NORMS)
    assert {key: codes for key, codes in lines.items() if key.startswith("G")} == {
        "G1": ["N02", "N28"], "G2": ["N03", "N11", "N28"], "G3": ["N05", "N22"], "G4": ["N20", "N27"],
    }  # fmt: skip
    assert len(lines) == 4 + 20
    counts = tally({"N02": 2, "N28": 1, "N07": 4}, NORMS)
    assert (counts["G1"], counts["G2"], counts["N07"], counts["N08"]) == (3, 1, 4, 0)


def test_installing_adds_what_is_missing(cast: Cast, at: dt.datetime, norms: None):
    county = cast.units["某县"]
    Norm.objects.filter(code__in=("N07", "N08")).delete()
    Norm.objects.filter(code="N02").update(authority="镇综合执法队")
    assert install_norms(county, actor=cast.actor("county"), at=at) == 2
    assert install_norms(county, actor=cast.actor("county"), at=at) == 0
    assert Norm.objects.get(code="N02").authority == "镇综合执法队"


def test_only_the_top_of_the_tree_keeps_them(cast: Cast, at: dt.datetime, norms: None):
    with pytest.raises(Refused, match="由某县统一维护"):
        install_norms(cast.units["某县"], actor=cast.actor("clerk"), at=at)
    with pytest.raises(Refused, match="最上级单位"):
        install_norms(cast.units["云溪镇"], actor=cast.actor("clerk"), at=at)
    norm = Norm.objects.select_related("unit").get(code="N02")
    with pytest.raises(Refused, match="由某县统一维护"):
        edit_norm(norm, revision=0, actor=cast.actor("director"), at=at, authority="无")


def test_they_hold_for_every_unit_below(cast: Cast, norms: None):
    Norm.objects.filter(code="N25").update(is_active=False)
    codes = [one.code for one in norms_for(cast.units["石桥村"])]
    assert len(codes) == 27 and codes[0] == "N01" and "N25" not in codes


def test_a_norm_is_changed_once(cast: Cast, at: dt.datetime, norms: None):
    norm = Norm.objects.select_related("unit").get(code="N02")
    county = cast.actor("county")
    edit_norm(norm, revision=0, actor=county, at=at, authority="综合执法局")
    with pytest.raises(Stale):
        edit_norm(norm, revision=0, actor=county, at=at, authority="城管局")
    norm.refresh_from_db()
    assert norm.authority == "综合执法局"


def test_the_page_for_who_reads_and_who_keeps(client_for: Callable[..., Client], cast: Cast, at: dt.datetime):
    url = reverse("regulations:norms")
    village, county = client_for(cast.people["village"]), client_for(cast.people["county"])
    assert "还没有行为规范" in village.get(url).content.decode()
    page = county.post(reverse("regulations:norms_install"), follow=True).content.decode()
    assert "行为规范已装入" in page and "不随地吐痰" in page
    norm = Norm.objects.get(code="N02")
    own = reverse("regulations:norm", args=[norm.pk])
    assert own in page and own not in village.get(url).content.decode()
    sent = {
        "field": "环境卫生", "text": "不随地吐痰", "group": "G1", "authority": "综合执法局", "is_active": "on",
        "revision": 0,
    }  # fmt: skip
    assert "N02 已保存" in county.post(own, sent, follow=True).content.decode()
    late = county.post(own, sent | {"authority": "城管局"}).content.decode()
    assert "刚被别人改过" in late and "城管局" in late
    assert "综合执法局" in village.get(url).content.decode()


def test_the_command_installs_them(cast: Cast, capsys: pytest.CaptureFixture[str]):
    call_command("install_regulations", "某县", "--norms")
    assert "装入了 28 条规范" in capsys.readouterr().out
    with pytest.raises(CommandError, match="最上级单位"):
        call_command("install_regulations", "云溪镇", "--norms")
