"""肥东县 residential areas, 2022年3月 and 5月: three groups, double thresholds.

Published were the number drawn, the highest and the lowest score of a group (where given below) and the outcome. All other
scores and all names are ours, between the published ones.
"""

from typing import Any

MOVED, AFTER, BEFORE = "回迁安置小区", "2017年后交房物业小区", "2017年前交房物业小区"
HEAD = ["小区名称", "类别", "测评得分"]


def _rows(group: str, letter: str, scores: list[float]) -> list[list[Any]]:
    return [[f"{letter}{number}小区", group, score] for number, score in enumerate(scores, 1)]


MARCH = [
    *_rows(MOVED, "甲", [92.73, 88, 86, 85, 84, 82, 77.47]),
    *_rows(AFTER, "乙", [96.50, 95, 93, 91, 88, 85, 81.67]),
    *_rows(BEFORE, "丙", [94, 92, *range(89, 78, -1), 78, 77, 76]),
]
MAY = [
    *_rows(MOVED, "甲", [84.25, 83, 82, 81, 80, 74.50]),
    *_rows(AFTER, "乙", [87.75, 86, 85, 84, 83.00]),
    *_rows(BEFORE, "丙", [85.50, 85, 84.5, 84, 83.5, 83, 82.5, 82, 81.5, 81, 80.5, 79, 78, 77]),
]
MODEL_MARCH = {"甲1小区", "乙1小区", "丙1小区", "丙2小区"}
LAGGING_MARCH = {"甲7小区", "丙14小区", "丙15小区", "丙16小区"}
MODEL_MAY: set[str] = set()
LAGGING_MAY = {"甲6小区", "丙12小区", "丙13小区", "丙14小区"}

SHEETS_MARCH = {"得分": [["2022年3月测评得分"], ["共抽查30个小区。"], HEAD, *MARCH]}
SHEETS_MAY = {"得分": [["2022年5月测评得分"], ["共抽查25个小区。"], HEAD, *MAY]}
