"""The sidebar as one table: sections in the order of the work, each item with the right that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One page of the menu; shown to who holds one of ``needs``. ``beside`` are pages without an item of their own that belong to it."""

    title: str
    url_name: str
    needs: tuple[str, ...]
    beside: tuple[str, ...] = ()


MENU: tuple[tuple[str, str, tuple[Item, ...]], ...] = (
    (
        "工作台",
        "layout-dashboard",
        (
            Item("我的待办", "workbench:inbox", ()),
            Item("领导一屏", "workbench:leader", ("tasks.urge",)),
            Item("义务日历", "duties:calendar", ("duties.view",)),
            Item("制度落实", "duties:wall", ("duties.view",)),
            Item("消息", "administration:messages", ()),
        ),
    ),
    (
        "目标责任",
        "target-arrow",
        (
            Item("领导小组", "leadership:group", ("leadership.view",)),
            Item("包干", "leadership:charges", ("leadership.view",)),
            Item("年度目标", "goals:plans", ("goals.view",)),
            Item("创建方案", "goals:programmes", ("goals.view",)),
            Item("评估", "goals:evaluations", ("goals.view",)),
            Item("本单位目标", "goals:own", ("goals.view_own",)),
            Item("责任书", "pledges:pledges", ("pledges.view",)),
            Item("本单位责任书", "pledges:own", ("pledges.view_own",)),
        ),
    ),
    (
        "会议",
        "calendar-event",
        (
            Item("会议记录", "meetings:meetings", ("meetings.view",)),
            Item("议定事项", "meetings:resolutions", ("meetings.view",)),
            Item("请我参加", "meetings:invited", ("meetings.attend", "meetings.view")),
        ),
    ),
    (
        "考评",
        "clipboard-check",
        (
            Item("月度考评", "assessments:periods", ("assessments.view",)),
            Item("指标体系", "assessments:schemes", ("assessments.view",)),
            Item("异议", "assessments:objections", ("assessments.view",)),
            Item("复算排名表", "assessments:recheck", ("assessments.view",)),
            Item("本单位成绩", "assessments:own", ("assessments.view_own",)),
        ),
    ),
    (
        "检查整改",
        "tool",
        (
            Item("检查", "inspections:inspections", ("inspections.view",)),
            Item("检查计划", "inspections:plans", ("inspections.view",)),
            Item("现场填表", "inspections:field", ("inspections.inspect",)),
            Item("检查发现", "findings:findings", ("findings.view",)),
            Item("问题整改", "tasks:rectifications", ("tasks.view",)),
            Item("日常作业", "upkeep:jobs", ("upkeep.view",)),
            Item("本单位检查结果", "inspections:own", ("inspections.view_own",)),
            Item("本单位的问题", "findings:own", ("findings.view_own",)),
            Item("本单位日常作业", "upkeep:own", ("upkeep.view_own",)),
        ),
    ),
    (
        "群众监督",
        "message-2",
        (
            Item("群众反映", "feedback:reports", ("feedback.view",)),
            Item("交本单位办的反映", "feedback:own", ("feedback.view_own", "feedback.handle")),
            Item("反映三率", "feedback:rates", ("feedback.view",)),
            Item("一封信", "letters:letters", ("letters.view",)),
            Item("受理设置", "feedback:settings", ("feedback.manage",)),
            Item("意见箱", "supervision:boxes", ("supervision.view",), ("supervision:openings",)),
            Item("社会监督员", "supervision:supervisors", ("supervision.view",)),
            Item("我的监督", "supervision:own", ("supervision.file",)),
            Item("问卷", "surveys:surveys", ("surveys.view",)),
        ),
    ),
    (
        "任务督办",
        "subtask",
        (
            Item("任务", "tasks:tasks", ("tasks.view",)),
            Item("督办", "tasks:supervisions", ("tasks.view",)),
            Item("专项", "tasks:campaigns", ("tasks.view",)),
            Item("本单位任务", "tasks:own", ("tasks.view_own",)),
            Item("问题", "advice:problems", ("advice.view",)),
            Item("建议单", "advice:proposals", ("advice.view",)),
            Item("批示", "advice:instructions", ("advice.view",)),
            Item("指导调研", "advice:guidances", ("advice.view",)),
            Item("收到的指导", "advice:own_guidance", ("advice.view_own",)),
        ),
    ),
    (
        "奖惩公示",
        "speakerphone",
        (Item("公告公示", "notices:notices", ("notices.view",)),),
    ),
    (
        "资料",
        "folders",
        (
            Item("点位", "sites:sites", ("sites.view",)),
            Item("点位分布图", "sites:map", ("sites.view",)),
            Item("本单位点位", "sites:own", ("sites.view_own",)),
            Item("环境台账", "upkeep:registers", ("upkeep.view", "upkeep.view_own")),
            Item("制度", "regulations:regulations", ("regulations.view", "regulations.manage")),
            Item("条款检索", "regulations:articles", ("regulations.view", "regulations.manage")),
            Item("行为规范", "regulations:norms", ("regulations.view",)),
            Item("本单位档案", "workbench:own_dossier", ("assessments.view_own",)),
            Item("佐证文件", "administration:attachments", ("attachments.view",)),
        ),
    ),
    (
        "管理",
        "settings",
        (
            Item("单位", "administration:units", ("orgs.view",)),
            Item("人员与任职", "administration:people", ("orgs.view",)),
            Item("账号", "administration:accounts", ("accounts.manage",)),
            Item("登录锁定", "administration:locks", ("security.manage",)),
            Item("工作日历", "administration:calendar", ("calendars.manage",)),
            Item("接口密钥", "open311:keys", ("open311.manage",)),
            Item("操作记录", "administration:history", ("history.view",)),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class PublicItem:
    """One matter of the public site: an entry of its menu, a tile on the front page when it has an icon, and the pages beside it as
    tabs (``beside``: title and name of the address)."""

    title: str
    url_name: str
    icon: str = ""
    says: str = ""
    beside: tuple[tuple[str, str], ...] = ()


PUBLIC_MENU: tuple[PublicItem, ...] = (
    PublicItem("首页", "public_home"),
    PublicItem("我要反映", "feedback:public_new", "message-2", "不用注册，可以不留姓名"),
    PublicItem("查进度", "feedback:public_progress", "search", "凭查询码看办到哪一步"),
    PublicItem("问卷", "surveys:public_list", "list-check", "正在征求意见的"),
    PublicItem(
        "公示公告",
        "notices:public_list",
        "speakerphone",
        "名单、结果，有异议可以提",
        beside=(("一封信", "letters:public_list"),),
    ),
    PublicItem(
        "制度",
        "regulations:public_list",
        "scale",
        "施行中的制度，怎么打分",
        beside=(("评分标准", "assessments:public_schemes"),),
    ),
    PublicItem("活动", "notices:public_events", "calendar-event", "要办的、办过的"),
)


def public_menu(path: str) -> list[dict[str, Any]]:
    """The menu of the public site with the tabs of each matter: for everybody the same, no query."""
    return [
        {
            "title": item.title,
            "icon": item.icon,
            "says": item.says,
            "beside": _beside(item, path),
            **_place(reverse(item.url_name), path, [reverse(name) for _, name in item.beside]),
        }
        for item in PUBLIC_MENU
    ]


def _place(url: str, path: str, others: list[str]) -> dict[str, Any]:
    starts = [url, *others]
    return {
        "url": url,
        "is_current": path == url or any(one != "/" and path.startswith(one) for one in starts),
    }


def _beside(item: PublicItem, path: str) -> list[dict[str, Any]]:
    """The tabs; the longest start of ``path`` is the current one."""
    if not item.beside:
        return []
    tabs = [(title, reverse(name)) for title, name in ((item.title, item.url_name), *item.beside)]
    current = max((url for _, url in tabs if path.startswith(url)), key=len, default="")
    return [{"title": title, "url": url, "is_current": url == current} for title, url in tabs]


def menu_for(actor: Actor, path: str) -> list[dict[str, Any]]:
    """The sections the actor may open; the item whose address is the longest start of ``path`` is current."""
    sections = []
    shown = [
        (title, icon, [item for item in items if not item.needs or any(map(actor.can, item.needs))])
        for title, icon, items in MENU
    ]
    urls = {item.url_name: reverse(item.url_name) for _, _, items in shown for item in items}
    starts = {reverse(name): item.url_name for _, _, items in shown for item in items for name in item.beside}
    starts |= {url: name for name, url in urls.items()}
    # The inbox's address begins all the others: it is current only on its own page.
    inbox = reverse("workbench:inbox")
    fitting = (url for url in starts if path == url or (path.startswith(url) and url != inbox))
    current = starts.get(max(fitting, key=len, default=""))
    for title, icon, items in shown:
        if not items:
            continue
        rows = [
            {
                "title": item.title,
                "url": urls[item.url_name],
                "is_current": item.url_name == current,
                "count": 0,
            }
            for item in items
        ]
        sections.append(
            {
                "title": title,
                "icon": icon,
                "items": rows,
                "is_current": any(row["is_current"] for row in rows),
            }
        )
    return sections
