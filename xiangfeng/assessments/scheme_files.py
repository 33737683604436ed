"""A 指标体系 as a file: told apart by its content, read, or refused in words. Pure: no database."""

from __future__ import annotations

from xiangfeng.scoring.scheme import Scheme, SchemeError
from xiangfeng.scoring.scheme_xlsx import read_scheme_xlsx
from xiangfeng.scoring.toml import load_scheme

ZIP_MARK = b"PK\x03\x04"
OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"


def read_scheme_file(content: bytes) -> Scheme:
    """The scheme in an uploaded TOML or xlsx file; `SchemeError` says in Chinese what cannot be read, and where."""
    if content.startswith(ZIP_MARK):
        return read_scheme_xlsx(content)
    if content.startswith(OLD_EXCEL_MARK):
        raise SchemeError("这是旧版 Excel（.xls）文件，请在 Excel 里另存为 .xlsx 再导入。")
    return load_scheme(content)
