"""合规自检: the clauses a township platform is measured by, and what this one does about each.

Basis: 国办函〔2026〕12号 (no App below county level; 五不得), 中华人民共和国行政处罚法, 个人信息保护法, as noted in the
project's domain notes §0.
"""

from __future__ import annotations

from typing import NamedTuple


class Clause(NamedTuple):
    """One clause: what is forbidden or asked for, how this platform keeps to it, and where one can see that."""

    rule: str
    how: str
    where: str


CLAUSES = (
    Clause(
        "县以下单位原则上不开发政务应用程序（App、小程序、快应用）",
        "只有网页，电脑浏览器打开就能用；没有安装包、没有桌面图标、没有关注转发",
        "任何页面",
    ),
    Clause(
        "不得随意或重复要求基层填表报数",
        "一个事实只在发生的地方录一次，台账、通报、汇总自动长出来；可整块粘贴、可导入原有表格",
        "打分表、各台账的“导入 Excel”",
    ),
    Clause(
        "不得打卡签到、积分排名、统计在线时长",
        "没有打卡和积分；不记录、不展示、不导出任何人的登录次数和在线时长",
        "账号页没有“最近登录”",
    ),
    Clause(
        "不得考核通报安装使用率，不得强制定期登录",
        "考评只看现场检查和业务结果，系统使用情况不能成为指标；账号不因不登录而停用",
        "指标体系的取分来源",
    ),
    Clause(
        "非必要不得强制上传照片、视频、轨迹",
        "照片一律选填，自动去掉拍摄位置；不采集定位，不验证拍摄地点和时间",
        "扣分记录、异议",
    ),
    Clause(
        "乡镇规范性文件不得设定罚款等行政处罚",
        "文书中出现“罚款、没收、扣押”等字样会被指出，并给出合法的写法",
        "通报的“发文前核对”",
    ),
    Clause(
        "公示、通报不得泄露个人信息",
        "身份证号、手机号、银行卡号在出文前被拦下；名单到单位，不到个人",
        "通报的“发文前核对”",
    ),
    Clause(
        "乡镇不得自设创建示范称号、不得向创建对象收费",
        "系统只做责任制考核和向上推荐，不生成命名授牌文书",
        "文书种类",
    ),
    Clause(
        "操作留痕，分数可解释",
        "每一分能点开看到哪一处扣的；改分、重开要写理由；操作记录逐条相扣，删改能被发现",
        "排名页、操作记录",
    ),
)
