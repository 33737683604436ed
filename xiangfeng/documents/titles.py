"""Breaking a 标题 into lines whose words stay whole and whose outline is a 梯形 or 菱形 (GB/T 9704-2012 7.3.1).

There is no word list of Chinese here, only the words a title of this field is made of; unknown text is broken
between characters where nothing forbids it, at a price.
"""

from __future__ import annotations

import itertools
import re

from xiangfeng.documents.measures import PT_PER_MM, SIZE_2_PT, TYPE_WIDTH, em_width

TITLE_ROOM = TYPE_WIDTH * PT_PER_MM / SIZE_2_PT - 0.5
"""Characters of 2号 on one line, 20.1, less a little for bold figures."""

_WORDS = [
    "领导小组办公室",
    "领导小组",
    "办公室",
    "人民政府",
    "委员会",
    "村委会",
    "党委",
    "社区",
    "镇政府",
    "乡政府",
    "街道办事处",
    "精神文明建设",
    "文明创建",
    "文明村镇",
    "文明村",
    "文明户",
    "文明单位",
    "文明家庭",
    "新时代",
    "文明实践",
    "实践站",
    "移风易俗",
    "乡风文明",
    "环境卫生",
    "综合整治",
    "人居环境",
    "整治提升",
    "农村",
    "村庄",
    "清洁行动",
    "垃圾分类",
    "厕所革命",
    "美丽乡村",
    "考核评比",
    "考核",
    "考评",
    "评比",
    "检查",
    "督查",
    "督办",
    "暗访",
    "巡查",
    "测评",
    "排名",
    "结果",
    "成绩",
    "得分",
    "情况",
    "工作",
    "通报",
    "通知",
    "通告",
    "公告",
    "公示",
    "决定",
    "报告",
    "请示",
    "纪要",
    "意见",
    "方案",
    "办法",
    "细则",
    "制度",
    "计划",
    "总结",
    "责任书",
    "目标管理",
    "目标",
    "责任",
    "管理",
    "整改",
    "问题",
    "限期",
    "通知书",
    "表扬",
    "表彰",
    "先进",
    "集体",
    "个人",
    "志愿服务",
    "活动",
    "开展",
    "进一步",
    "加强",
    "做好",
    "印发",
    "实施",
    "调整",
    "成员",
    "会议",
    "全镇",
    "全县",
    "全乡",
    "年度",
    "上半年",
    "下半年",
    "第一季度",
    "第二季度",
    "第三季度",
    "第四季度",
]
_FREE = 0.0
_UNKNOWN = 12.0
_FORBIDDEN = 1000.0
_BEFORE = "的和与及等、，。；：）》〉”’】]〕)％%年月日号"
"""Characters no line may begin with."""
_AFTER = "（《〈“‘【〔([第"
"""Characters no line may end with."""
_TOKEN = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}年(?:度|上半年|下半年|第[一二三四]季度)|\d{4}年\d{1,2}月份?|\d{1,2}月\d{1,2}日"
    r"|《[^》]{1,16}》|（[^）]{1,12}）|“[^”]{1,12}”|[0-9A-Za-z.%-]+|关于"
    + "".join("|" + re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
)


def break_title(title: str, room: float = TITLE_ROOM) -> tuple[str, ...]:
    """The lines of `title`; line breaks written by the author are kept, over-long lines are broken further.

    `room` is the width of a line in characters.
    """
    lines: list[str] = []
    for written in title.splitlines():
        if line := written.strip():
            lines += [line] if em_width(line) <= room else _broken(line, room)
    return tuple(lines)


def _broken(line: str, room: float) -> list[str]:
    prices = _prices(line)
    for count in range(int(em_width(line) // room) + 1, len(line) + 1):
        best = _best(line, prices, count, room)
        if best is not None:
            return best
    return [line]


def _best(line: str, prices: list[float], count: int, room: float) -> list[str] | None:
    """The cheapest way to make `count` lines of at most `room` characters, if there is one."""
    places = [n for n in range(1, len(line)) if prices[n] < _FORBIDDEN]
    if count > 4 or len(places) < count - 1:
        return _filled(line, room) if count > 4 else None
    best: tuple[float, list[str]] | None = None
    for cuts in itertools.combinations(places, count - 1):
        edges = [0, *cuts, len(line)]
        parts = [line[a:b].strip() for a, b in itertools.pairwise(edges)]
        widths = [em_width(part) for part in parts]
        if max(widths) > room:
            continue
        price = sum(prices[cut] for cut in cuts) + _outline_price(widths)
        if best is None or price < best[0]:
            best = (price, parts)
    return best[1] if best else None


def _filled(line: str, room: float) -> list[str]:
    parts = [""]
    for character in line:
        if em_width(parts[-1] + character) > room:
            parts.append("")
        parts[-1] += character
    return parts


def _outline_price(widths: list[float]) -> float:
    """What an outline costs: stubs cost much, rectangles and waists (沙漏) a little, 梯形 and 菱形 nothing."""
    mean = sum(widths) / len(widths)
    spread = sum(abs(width - mean) for width in widths)
    price = spread + (6.0 if spread < 1 else 0.0)
    if min(widths) < 0.4 * max(widths):
        price += 10.0
    if len(widths) > 2 and min(widths[1:-1]) < min(widths[0], widths[-1]):
        price += 15.0
    return price


def _prices(line: str) -> list[float]:
    """Price of a break before each character."""
    prices = [_UNKNOWN] * len(line)
    for match in _TOKEN.finditer(line):
        prices[match.start()] = min(prices[match.start()], _FREE)
        if match.end() < len(line):
            prices[match.end()] = _FREE
        for inside in range(match.start() + 1, match.end()):
            prices[inside] = _FORBIDDEN
    for n in range(1, len(line)):
        if line[n] in _BEFORE or line[n - 1] in _AFTER or line[n - 1 : n + 1] == "关于":
            prices[n] = _FORBIDDEN
        elif line[n : n + 2] == "关于":
            prices[n] = -8.0
        elif line[n - 1] in "的、，":
            prices[n] = min(prices[n], 1.0)
    return prices
