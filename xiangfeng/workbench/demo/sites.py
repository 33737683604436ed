"""The sites of 云溪镇: types and checklists, two to four sites a village with coordinates, and an outline. All made up."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from xiangfeng.sites.actions import add_site, install_types, stop_site
from xiangfeng.sites.actions.outlines import set_outline
from xiangfeng.sites.models import SiteType
from xiangfeng.workbench.demo.places import County

TOWN = "云溪镇"

# 责任单位: its middle (east, north), 责任人, then type, name, address of each site
SITES = {
    "云溪社区": (104.052, 30.604, "汪社", (
        ("集市", "云溪农贸市场", "集镇东口"),
        ("主干道", "云溪大道", "政府门口至桥头"),
        ("居住区", "溪园小区", "云溪大道 18 号"),
        ("背街小巷", "打铁巷", "农贸市场后门"),
    )),
    "柳湾村": (104.071, 30.611, "柳青", (
        ("村组", "柳湾二组", "柳湾桥南"),
        ("公厕", "柳湾桥公厕", "柳湾桥头"),
        ("背街小巷", "河沿路", "河道保洁段"),
    )),
    "石桥村": (104.036, 30.618, "石磊", (
        ("村组", "石桥一组", "老石桥边"),
        ("村组", "石桥三组", "村道东段"),
        ("公厕", "石桥村公厕", "村委会旁"),
    )),
    "新塘村": (104.063, 30.589, "唐新", (
        ("村组", "新塘四组", "水塘周边"),
        ("居住区", "新塘集中居住点", "新村路"),
    )),
    "花园村": (104.027, 30.597, "华园", (
        ("村组", "花园一组", "环村路"),
        ("主干道", "花园路", "村口至学校"),
        ("公厕", "花园村公厕", "文化广场"),
    )),
    "双井村": (104.041, 30.581, "景双", (
        ("村组", "双井二组", "文化广场旁"),
        ("背街小巷", "井头巷", "老井边"),
    )),
    "稻香村": (104.082, 30.594, "田稻", (
        ("村组", "稻香五组", "晒场边"),
        ("村组", "稻香七组", "机耕道旁"),
        ("公厕", "稻香村公厕", "村委会院内"),
    )),
    "南坡村": (104.058, 30.568, "南山", (
        ("村组", "南坡三组", "三组村道旁"),
        ("村组", "南坡六组", "坡顶"),
        ("公厕", "南坡村公厕", "小卖部对面"),
    )),
    "东岭村": (104.097, 30.622, "凌东", (("村组", "东岭一组", "岭下"), ("村组", "东岭三组", "通村路边"))),
    "西坪村": (104.012, 30.612, "平西", (("村组", "西坪二组", "坪上"), ("公厕", "西坪村公厕", "村小旧址"))),
    "北沟村": (104.055, 30.637, "苟北", (("村组", "北沟二组", "二组弯道"), ("村组", "北沟四组", "沟口"))),
    "松林村": (104.028, 30.634, "林松", (("村组", "松林一组", "林场路口"), ("村组", "松林二组", "水井旁"))),
    "云溪中心小学": (104.048, 30.607, "", (("学校", "云溪中心小学", "云溪大道 30 号"),)),
    "云溪供销社": (104.055, 30.6015, "", (("商业区", "供销社综合商场", "集镇中心"),)),
    "云溪镇": (104.0455, 30.6005, "唐波", (("医疗机构", "云溪镇卫生院", "卫生院路 2 号"),)),
}  # fmt: skip

# How far each further site of a unit lies from its middle, in thousandths of a degree.
STEPS = ((0, 0), (5, 2), (-3, -5), (3, -4))

EDGE = (
    (104.001, 30.606), (104.009, 30.624), (104.019, 30.641), (104.034, 30.646), (104.047, 30.652), (104.064, 30.648),
    (104.078, 30.639), (104.093, 30.641), (104.109, 30.628), (104.106, 30.613), (104.097, 30.603), (104.099, 30.588),
    (104.086, 30.577), (104.073, 30.571), (104.069, 30.558), (104.053, 30.553), (104.041, 30.565), (104.028, 30.571),
    (104.021, 30.585), (104.008, 30.592),
)  # fmt: skip


def add_sites(county: County, *, at: dt.datetime) -> None:
    """Installed in January, registered in February; one site was given up in May."""
    year = at.year if at.month > 5 else at.year - 1
    january, february, may_day = (
        at.replace(year=year, month=month, day=day, hour=10, minute=0, second=0, microsecond=0)
        for month, day in ((1, 27), (2, 9), (5, 18))
    )
    town, clerk = county.units[TOWN], county.actor("yx-zhoumin", january)
    install_types(town, actor=clerk, at=january)
    types = {one.name: one for one in SiteType.objects.filter(unit=town)}
    for name, (x, y, keeper, places) in SITES.items():
        for (kind, title, address), (east, north) in zip(places, STEPS, strict=False):
            add_site(
                county.units[name], type=types[kind], name=title, address=address, keeper=keeper,
                x=_degrees(x, east), y=_degrees(y, north), actor=clerk, at=february,
            )  # fmt: skip
    old = add_site(
        county.units["双井村"],
        type=types["公厕"],
        name="双井旧公厕",
        address="老村部后",
        actor=clerk,
        at=february,
    )
    stop_site(old, reason="已拆除，新公厕建成后另行登记", actor=clerk, at=may_day)
    ring = [list(point) for point in (*EDGE, EDGE[0])]
    outline = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
    set_outline(town, outline, actor=clerk, at=february)


def _degrees(middle: float, thousandths: int) -> Decimal:
    return (Decimal(str(middle)) + Decimal(thousandths) / 1000).quantize(Decimal("0.0001"))
