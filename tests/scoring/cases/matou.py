"""南安市码头镇 2019年5月 (南码政〔2019〕108号): 24 rows, the text speaks of 25. Rewards 5000 for ranks 1–2, 2000 for 3–7."""

from typing import Any

TABLE: list[list[Any]] = [
    [1, "大庭村", "泉州暗访93.7", 95.5, 5000],
    [2, "枫树村", "泉州暗访93.8", 95, 5000],
    [3, "东大村", "南安暗访92", 94.5, 2000],
    [4, "大坝村", "泉州暗访93", 94, 2000],
    [5, "丰联村", "泉州暗访90.7", 93, 2000],
    [6, "铺前村", "南安暗访92", 92, 2000],
    [7, "杏东村", "南安暗访91", 91, 2000],
    [8, "宫占村", None, 90.5, None],
    [8, "丰美村", None, 90.5, None],
    [10, "美岭村", None, 90, None],
    [10, "坑内村", None, 90, None],
    [12, "仙都村", None, 89, None],
    [13, "诗南村", None, 88.5, None],
    [14, "南冬村", None, 88, None],
    [15, "仙美村", None, 87.5, None],
    [15, "康安村", None, 87.5, None],
    [15, "刘林村", None, 87.5, None],
    [18, "高山村", "南安暗访87", 87, None],
    [18, "金中村", None, 87, None],
    [18, "新汤村", None, 87, None],
    [21, "码四村", None, 86, None],
    [22, "内柯村", None, 85, None],
    [23, "高盖村", None, 84.5, None],
    [24, "码头村", None, 84, None],
]
RANKS = {row[1]: row[0] for row in TABLE}
AWARDS = {row[1]: row[4] or 0 for row in TABLE}
AWARD_TOTAL = 20000
MEAN = "89.3542"
"""Our own recomputation to four decimals; the notice prints no mean."""

SHEETS = {
    "正文": [["码头镇2019年5月环境卫生考评"], ["本次考评的范围：我镇25个村（居）。"]],
    "附件": [["2019年5月考评成绩"], ["名次", "村(居)", "本月各级暗访情况", "考评成绩", "奖励金(元)"], *TABLE],
}
