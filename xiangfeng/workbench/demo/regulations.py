"""制度 as 云溪镇 wrote, reviewed and adopted them over the year, and the norms of the county; all made up."""

from __future__ import annotations

import datetime as dt

from xiangfeng.access.actor import Actor
from xiangfeng.regulations.actions import drafts, install_library, life, text
from xiangfeng.regulations.actions.norms import install_norms
from xiangfeng.regulations.models import Article, Regulation
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, ITEM, Piece
from xiangfeng.workbench.demo.places import County

CLERK, LEGAL, HEAD = "yx-zhoumin", "yx-sunfa", "yx-hezheng"
TOWN = "云溪镇"

VOLUNTEERS = (
    Piece(CHAPTER, "招募与登记"),
    Piece(ARTICLE, "年满十八周岁、自愿参加的居民均可登记；未满十八周岁的由监护人同意。"),
    Piece(ARTICLE, "登记只收必要的信息，不公开志愿者的电话和住址。"),
    Piece(CHAPTER, "活动与记录"),
    Piece(ARTICLE, "活动由发起的队伍记录：", "B2.9"),
    Piece(ITEM, "时间、地点和内容；"),
    Piece(ITEM, "参加的人和服务时长；"),
    Piece(ITEM, "受服务对象的评价。"),
)
SHOPFRONTS = (
    Piece(CHAPTER, "责任区"),
    Piece(ARTICLE, "集镇主街两侧的商户，责任区为门面至路缘石。", "D2.1"),
    Piece(ARTICLE, "责任书写明包卫生、包绿化、包秩序的具体要求，由商户和所在社区各执一份。"),
    Piece(CHAPTER, "检查与帮助"),
    Piece(ARTICLE, "社区每月看一次，发现问题当面提醒，约定改好的日子。"),
    Piece(ARTICLE, "三次提醒仍未改好的，由镇综合执法队上门了解困难，帮助解决；确属违法的移交有权机关。"),
)
BANQUETS = (
    Piece(CHAPTER, "倡导标准"),
    Piece(ARTICLE, "婚丧事宜提倡一天办完，宴席不超过二十桌，每桌不超过四百元。", "D1.4"),
    Piece(ARTICLE, "红白理事会提前上门讲清标准，帮助安排场地和厨师。"),
)


def add_regulations(county: County, *, at: dt.datetime) -> None:
    """The county's norms, the whole 范本 in force since 1 February, one of them revised in autumn, three under way."""
    year = at.year if at.month > 2 else at.year - 1
    zone = at.tzinfo
    january = dt.datetime(year, 1, 6, 9, 30, tzinfo=zone)
    install_norms(county.units["安和县"], actor=county.actor("ah-gaoyuan", january), at=january)
    clerk = county.actor(CLERK, january)
    for row in install_library(county.units[TOWN], actor=clerk, at=january):
        _adopt(county, row, january, "镇党政联席会议第2次会议", dt.date(year, 1, 20), dt.date(year, 2, 1))
    _revise_awards(county, dt.datetime(year, 9, 7, 10, 0, tzinfo=zone), at)
    _under_way(county, at)


def _adopt(
    county: County, row: Regulation, begun: dt.datetime, meeting: str, met_on: dt.date, from_day: dt.date
) -> None:
    """Send in, review a week later, put before the meeting, adopt two days after it."""
    submitted, reviewed = begun + dt.timedelta(days=1), begun + dt.timedelta(days=7)
    adopted = dt.datetime.combine(met_on + dt.timedelta(days=2), dt.time(15, 0), begun.tzinfo)
    clerk, legal, head = (_who(county, account, begun) for account in (CLERK, LEGAL, HEAD))
    life.submit_regulation(row, actor=clerk, at=submitted)
    opinion = "内容与法律法规没有抵触，没有设定行政处罚和收费，可以提交会议审议。"
    life.approve_regulation(row, actor=legal, at=reviewed, note=opinion)
    drafts.edit_facts(
        row, revision=row.revision, actor=clerk, at=adopted, deliberation=meeting,
        deliberated_on=met_on, effective_on=from_day,
    )  # fmt: skip
    life.enact_regulation(row, actor=head, at=adopted)


def _who(county: County, account: str, at: dt.datetime) -> Actor:
    return county.actor(account, at)


def _revise_awards(county: County, begun: dt.datetime, now: dt.datetime) -> None:
    """In September 公示 and 申诉 of the awards were said more plainly; in force since October."""
    if begun + dt.timedelta(days=40) > now:
        return
    clerk = _who(county, CLERK, begun)
    old = Regulation.objects.select_related("unit").get(unit=county.units[TOWN], title__contains="激励与约束")
    new = drafts.revise_regulation(old, actor=clerk, at=begun)
    rows = {row.requirements: row for row in Article.objects.filter(regulation=new).order_by("seq")}
    changes = {
        "F4.2": "奖惩结果每月汇总，在镇政务公开栏和村务公开栏同时公示不少于5个工作日，隐去身份证号、电话、住址等个人信息；公示期内可以当面、电话或者书面提出异议，公示期满没有异议的生效。",
        "F6.1": "当事人对评定结果不服的，可以自收到决定之日起15个工作日内申诉，可以书面，也可以到创建办口头说、由工作人员记录；决定书写明期限和渠道。",
    }
    for key, words in changes.items():
        piece = Piece(ARTICLE, words, key, key=rows[key].pk)
        text.edit_piece(new, piece, revision=new.revision, actor=clerk, at=begun)
    added = Piece(ARTICLE, "公示照片由张贴的村（社区）当天拍一张留存，不另行报送。")
    text.add_piece(new, added, after=rows["F4.2"].pk, revision=new.revision, actor=clerk, at=begun)
    meeting = "镇党政联席会议第17次会议"
    _adopt(county, new, begun, meeting, begun.date() + dt.timedelta(days=15), dt.date(begun.year, 10, 1))


def _under_way(county: County, now: dt.datetime) -> None:
    """One waits for review, one for its meeting, one is being written."""
    town = county.units[TOWN]
    for title, pieces, days in (
        ("云溪镇门前三包管理制度", SHOPFRONTS, 20),
        ("云溪镇婚丧事宜倡导制度", BANQUETS, 6),
        ("云溪镇志愿服务管理制度", VOLUNTEERS, 2),
    ):
        begun = now - dt.timedelta(days=days)
        clerk = _who(county, CLERK, begun)
        row = drafts.create_regulation(town, title=title, owner="创建办", actor=clerk, at=begun)
        text.replace_text(row, pieces, revision=row.revision, style="parts", actor=clerk, at=begun)
        if days > 2:
            life.submit_regulation(row, actor=clerk, at=begun + dt.timedelta(days=1))
        if days > 10:
            note = "第二章只设提醒和帮助，没有设定处罚，同意提交审议。"
            legal = _who(county, LEGAL, begun)
            life.approve_regulation(row, actor=legal, at=begun + dt.timedelta(days=5), note=note)
