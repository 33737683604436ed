"""Papers the tests of this folder render: an invented township, figures of no real place."""

from __future__ import annotations

from datetime import date

from xiangfeng.documents.paper import (
    Align,
    Attachment,
    Column,
    Heading,
    Kind,
    Names,
    Number,
    Paper,
    Roll,
    Run,
    Table,
    para,
    runs_of,
)

OFFICE = "云溪镇文明创建工作领导小组办公室"
SCORES = [
    ("1", "稻香村", "94.5", "100.00", "95.0", "+0.5", "96.15", "好"),
    ("2", "柳湾村", "94.0", "100.00", "94.0", "", "95.20", "好"),
    ("3", "花园村", "91.0", "100.00", "92.0", "", "92.90", "好"),
    ("3", "双井村", "91.0", "100.00", "92.0", "", "92.90", "好"),
    ("5", "云溪社区", "90.5", "92.31", "88.0", "", "90.61", "好"),
    ("6", "西坪村", "87.5", "100.00", "91.0", "", "90.35", "好"),
    ("7", "新塘村", "89.5", "87.50", "90.0", "", "89.15", "较好"),
    ("8", "松林村", "90.5", "83.33", "89.0", "", "88.92", "较好"),
    ("9", "东岭村", "87.0", "85.71", "90.0", "", "87.04", "较好"),
    ("10", "石桥村", "85.5", "81.82", "86.0", "-1.0", "83.81", "较好"),
    ("11", "北沟村", "82.5", "66.67", "84.0", "", "79.48", "一般"),
    ("12", "南坡村", "80.0", "66.67", "82.0", "", "77.53", "一般"),
]


def score_table(rows: int = 12) -> Table:
    """A ranking table of `rows` rows."""
    body = [(str(n + 1), *SCORES[n % 12][1:]) if n >= 12 else SCORES[n] for n in range(rows)]
    right = Align.RIGHT
    return Table(
        columns=(
            Column("名次"),
            Column("村（社区）"),
            Column("现场\n70%", align=right),
            Column("整改\n20%", align=right),
            Column("群众\n10%", align=right),
            Column("加减", align=right),
            Column("综合得分", align=right),
            Column("等次"),
        ),
        rows=tuple(body),
        note="说明：综合得分四舍五入保留两位，同分并列。北沟村因通村道路塌方，“水体沟渠”一项取本组其他村平均分13.5分。",
    )


def notice(rows: int = 12) -> Paper:
    """A monthly 考评通报 with its ranking table as an attachment."""
    return Paper(
        kind=Kind.DOCUMENT,
        mark=f"{OFFICE}文件",
        number=Number("云创办", 2026, 23),
        title="关于2026年11月\n文明创建考评情况的通报",
        to="各村（社区），镇直各单位",
        blocks=(
            para(
                "根据《云溪镇文明创建工作制度》，11月23日至26日，镇创建办组织考评组对",
                Run("12", "count"),
                "个村（社区）进行了现场检查。现将考评情况通报如下：",
            ),
            Heading(1, "总体情况"),
            para(
                "全镇平均",
                Run("88.67", "mean"),
                "分，比10月低",
                Run("0.33", "change"),
                "分。等次为好的6个，较好的4个，一般的2个。本月到期问题97件，按期销号84件，按期整改率86.6%。",
            ),
            Heading(1, "名次"),
            para("稻香村、柳湾村列第1、2名，花园村、双井村并列第3名（附件）。"),
            Heading(1, "存在问题"),
            para("一是垃圾收运不及时。南坡村垃圾桶外溢9处，石桥村6处。"),
            para("二是房前屋后杂物多。东岭村5处，西坪村4处，花园村3处。"),
            para("三是整改不按时。南坡村逾期4件，北沟村逾期3件，截至发文仍有3件未改。"),
            Heading(1, "下步要求"),
            Heading(
                2, "限期整改。", runs_of("未整改的问题，责任村须在12月11日前改到位，包干领导到现场核查一次。")
            ),
            Heading(
                2, "约谈提醒。", runs_of("排名后2位的村，由分管领导约谈，月底前交一份不超过500字的改进说明。")
            ),
            Heading(
                2,
                "",
                runs_of("对本次得分有异议的，自通报发布之日起15个工作日内，可登录平台或书面向镇创建办申诉。"),
            ),
        ),
        attachments=(Attachment("2026年11月文明创建考评成绩表", (score_table(rows),)),),
        signer=OFFICE,
        date=date(2026, 12, 3),
        cc="县文明办，镇党政班子成员",
        printer=OFFICE,
        printed_on=date(2026, 12, 3),
    )


def letter() -> Paper:
    """A 信函 to an outside unit."""
    return Paper(
        kind=Kind.LETTER,
        mark="云溪镇人民政府",
        number=Number("云政函", 2026, 7),
        title="关于移交废品收购点占道经营问题线索的函",
        to="县城市管理局",
        blocks=(
            para("11月考评中，我镇发现溪口路废品收购点长期占用人行道堆放物料，经三次劝导未改正。"),
            para("该事项属贵局职责，现将线索和现场照片移交，请于12月20日前函告处理结果。"),
        ),
        attachments=(
            Attachment("现场照片"),
            Attachment("劝导记录及三次回访情况说明以及历次签收单据的扫描件汇总清单"),
        ),
        signer="云溪镇人民政府",
        date=date(2026, 12, 3),
        has_seal=False,
        remark="（联系人：镇创建办）",
        cc="县文明办",
    )


def minutes() -> Paper:
    """A 纪要 with its three lists of people."""
    return Paper(
        kind=Kind.MINUTES,
        mark="云溪镇文明创建工作领导小组会议纪要",
        number=Number("云创纪", 2026, 4),
        title="2026年第四季度领导小组会议纪要",
        blocks=(
            para("12月5日上午，领导小组在镇政府三楼会议室召开会议。现将议定事项纪要如下："),
            Heading(1, "关于冬季环境整治"),
            para("由农业农村办牵头，12月20日前清理主干道两侧积存垃圾。"),
            Heading(1, "关于移风易俗"),
            Heading(2, "红白理事会章程修订"),
            Heading(3, "各村12月底前完成修订"),
            Heading(4, "修订稿经村民代表会议讨论"),
            para("修订稿报镇创建办备案。"),
        ),
        signer=OFFICE,
        date=date(2026, 12, 5),
        rolls=(
            Roll("出席", "张堃、李喆、王玥、赵赟、孙祎，各村（社区）党组织书记，镇直各单位主要负责人"),
            Roll("请假", "陈某某"),
            Roll("列席", "县文明办一名干部"),
        ),
        cc="领导小组各成员",
        printer=OFFICE,
        printed_on=date(2026, 12, 6),
    )


def plain() -> Paper:
    """A 公示: no red head, no seal, a list of names."""
    return Paper(
        kind=Kind.PLAIN,
        title="关于2026年度云溪镇文明户拟认定名单的公示",
        to="",
        blocks=(
            para("经村民代表会议评议、镇创建办核查，拟认定下列家庭为文明户，现予公示。"),
            Names(("稻香村张堃户", "稻香村李喆户", "柳湾村王玥户", "花园村赵赟户", "双井村孙祎户")),
            para("公示期自2026年12月7日起，共5个工作日。有异议的，可书面向镇创建办反映。"),
        ),
        signer=OFFICE,
        date=date(2026, 12, 7),
        has_seal=False,
    )


def full_text(characters: int) -> Paper:
    """A plain paper whose body is one long paragraph of `characters` 汉字 without punctuation."""
    return Paper(
        kind=Kind.PLAIN,
        title="版面测量",
        blocks=(para("云" * characters, indent=False),),
        date=date(2026, 12, 3),
    )
