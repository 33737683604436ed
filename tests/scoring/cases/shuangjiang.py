"""娄底市娄星区双江乡 2016年11月: ten villages; the last one's row says 罚款, which a township may not do."""

from typing import Any

TABLE: list[list[Any]] = [
    ["青桥村", 92.1, 1, "+1000"],
    ["天壶村", 91.3, 2, "+800"],
    ["洪山村", 90.2, 3, "+600"],
    ["新庄村", 89.6, 4, None],
    ["义坪村", 89, 5, None],
    ["方石村", 87.6, 6, None],
    ["万家村", 86.9, 7, None],
    ["双江村", 86.2, 8, None],
    ["农新村", 85.5, 9, None],
    ["坪底村", 84.8, 10, "罚款400元"],
]
RANKS = {row[0]: row[2] for row in TABLE}
AWARDS = {"青桥村": 1000, "天壶村": 800, "洪山村": 600, "坪底村": -400}
MEAN = "88.32"

SHEETS = {"考评结果": [["双江乡2016年11月考评"], ["村名", "得分", "排名", "奖惩(元)"], *TABLE]}
