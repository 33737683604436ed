"""A scheme as a workbook for clerks, and back: `read_scheme_xlsx(write_scheme_xlsx(scheme)) == scheme`, exactly.

Sheets: 方案 (one setting a row), 来源与权重, 指标 (indented by level, 项目|指标|内容|标准), 等次, 榜单, 奖惩, 一票否决. An empty cell is
the default. Numbers that a spreadsheet cannot hold exactly, and texts it would change, are written as quoted text.
"""

from .read import read_scheme_xlsx
from .write import write_scheme_xlsx

__all__ = ["read_scheme_xlsx", "write_scheme_xlsx"]
