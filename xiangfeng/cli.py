"""The command `xiangfeng`: serve, migrate, demo, clock, manage; and, without any database, assess, form, schemes.

Exit codes: 0 done, 1 the machine's fault (a file cannot be written …), 2 the input has to be put right; then nothing
was written.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from xiangfeng.bulletins import Context
    from xiangfeng.documents.paper import Number
    from xiangfeng.scoring.entry import Past
    from xiangfeng.scoring.scheme import Scheme
    from xiangfeng.scoring.sheets import ReadSheet

WORKERS, THREADS, BACKPRESSURE = "2", "4", "64"
BAD_INPUT = 2
CHINA = timezone(timedelta(hours=8))  # a paper is dated by the day here, whatever clock the machine keeps


class BadInputError(Exception):
    """The input has to be put right; the lines say what and where."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))


class Parser(argparse.ArgumentParser):
    """Says in Chinese what is wrong with the line typed."""

    WORDS = (
        ("the following arguments are required: ", "还要写明 "),
        (": expected one argument", " 后面要跟一个值"),
        (": invalid choice: ", " 没有这一个："),
        ("choose from", "可选"),
        ("argument ", ""),
    )

    def error(self, message: str) -> NoReturn:
        for english, chinese in self.WORDS:
            message = message.replace(english, chinese)
        self.exit(BAD_INPUT, f"{message}\n用法见 {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_more:
        parser.error(f"不认识的参数：{' '.join(rest)}")
    options.rest = rest
    try:
        code: int = options.run(options)
    except BadInputError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"读写文件出错：{error}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="xiangfeng", description="乡风：县乡文明创建工作平台")
    parser.set_defaults(takes_more=False)
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    serve = commands.add_parser("serve", help="启动网站")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址，默认只有本机能访问")
    serve.add_argument("--port", default="8000", help="端口")
    serve.set_defaults(run=_serve)
    for name, run, words in (
        ("migrate", _migrate, "建立或升级数据库，并装入工作日历"),
        ("demo", _command("demo"), "装入演示数据"),
        ("clock", _command("clock"), "执行到点的工作（每月开期、排义务日历、到期提醒）"),
    ):
        commands.add_parser(name, help=words).set_defaults(run=run, takes_more=name != "migrate")
    manage = commands.add_parser("manage", help="其他管理命令（Django）", add_help=False)
    manage.set_defaults(run=_manage, takes_more=True)
    _add_assess(commands)
    form = commands.add_parser("form", help="按方案写一张空白打分表（不用数据库）")
    form.add_argument("--scheme", required=True, help="方案文件（.toml）或自带方案的名称")
    form.add_argument("--units", type=Path, help="单位名单：文本文件，一行一个，可在单位后空一格写类别")
    form.add_argument("--out", type=Path, default=Path("打分表.xlsx"), help="写到哪个文件")
    form.set_defaults(run=_form)
    commands.add_parser("schemes", help="列出自带的考评方案").set_defaults(run=_schemes)
    return parser


def _add_assess(commands: argparse._SubParsersAction[Parser]) -> None:
    one = commands.add_parser("assess", help="由打分表算出排名、写好通报（不用数据库）")
    one.add_argument("scores", type=Path, help="打分表或已公布的名次表（.xlsx）")
    one.add_argument("--scheme", required=True, help="方案文件（.toml、.xlsx）或自带方案的名称")
    one.add_argument("--out", type=Path, required=True, help="结果写到哪个文件夹")
    one.add_argument("--month", default="", help="考评月份，如 2026-11；不写就取表中标题的年月")
    one.add_argument("--topic", default="", help="考评名称，用在标题里；不写就用方案名称")
    one.add_argument("--issuer", default="", help="发文机关；不写就用方案里的发布单位")
    one.add_argument("--number", default="", help="发文字号，如 云创办〔2026〕23号；不写就不带红头")
    one.add_argument("--date", default="", help="成文日期，如 2026-12-03；不写就是今天")
    one.add_argument("--deadline", default="", help="整改期限，如 2026-12-11")
    one.add_argument("--to", default="", help="主送机关；不写就是各被考评单位")
    one.add_argument("--cc", default="", help="抄送机关")
    one.add_argument("--grades-only", action="store_true", help="通报只公布等次，不公布分数和名次")
    one.add_argument(
        "--previous", type=Path, action="append", default=[], help="上期 result.json；可写多次，早的在前"
    )
    one.add_argument("--units", type=Path, help="单位名单：文本文件，一行一个；表中不在名单的单位会指出来")
    one.set_defaults(run=_assess)


def _serve(options: argparse.Namespace) -> int:
    flags = ["--interface", "wsgi", "--workers", WORKERS, "--blocking-threads", THREADS]
    flags += ["--backpressure", BACKPRESSURE, "--host", options.host, "--port", options.port]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *flags, "config.wsgi:application"])


def _django(*commands: Sequence[str]) -> int:
    """Run Django management commands one after the other."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import ManagementUtility

    for command in commands:
        ManagementUtility(["xiangfeng", *command]).execute()
    return 0


def _migrate(options: argparse.Namespace) -> int:
    return _django(["migrate"], ["seed_calendars"])


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        return _django([name, *options.rest])

    return run


def _manage(options: argparse.Namespace) -> int:
    return _django(options.rest)


def _schemes(options: argparse.Namespace) -> int:
    from xiangfeng.scoring import templates

    for name, title in templates.titles().items():
        print(f"{name:20}{title}")
    return 0


def _form(options: argparse.Namespace) -> int:
    from xiangfeng.scoring.entry import Subject
    from xiangfeng.scoring.sheets import write_blank

    scheme = _scheme(options.scheme)
    pairs = [(*line.split(maxsplit=1), "")[:2] for line in _lines(options.units)]
    subjects = [Subject(name, name, group) for name, group in pairs]
    options.out.write_bytes(write_blank(scheme, subjects))
    print(f"已写好空白打分表：{options.out}（{len(subjects)} 个单位）")
    return 0


def _assess(options: argparse.Namespace) -> int:
    from xiangfeng.bulletins.assess import assess, report
    from xiangfeng.scoring.scheme import SchemeError

    scheme = _scheme(options.scheme)
    units = [line.split()[0] for line in _lines(options.units)]
    sheet = _sheet(options.scores, scheme, units)
    context = _context(options, scheme, sheet)
    try:
        done = assess(sheet, scheme, context, history=_history(options.previous), units=units)
    except SchemeError as error:
        raise BadInputError(str(error)) from error
    _write_all(options.out, done.files)
    print(f"{scheme.name}　{context.period}")
    print(report(done))
    for warning in sheet.warnings:
        print(f"  [未读入] {warning}")
    print(f"\n已写入 {options.out}：{'、'.join(done.files)}")
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInputError(f"没有这个文件：{path}") from None
    except IsADirectoryError:
        raise BadInputError(f"{path} 是文件夹，请写文件名") from None


def _lines(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        text = _read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInputError(f"{path} 不是 UTF-8 文本，请另存为 UTF-8") from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def _scheme(name: str) -> Scheme:
    from xiangfeng.scoring import templates
    from xiangfeng.scoring.scheme import SchemeError
    from xiangfeng.scoring.scheme_xlsx import read_scheme_xlsx
    from xiangfeng.scoring.sheets import SheetError
    from xiangfeng.scoring.toml import load_scheme

    if name in templates.names():
        return templates.load(name)
    path = Path(name)
    if not path.is_file():
        raise BadInputError(
            f"没有方案“{name}”。自带的方案有：{'、'.join(templates.names())}；也可以写方案文件的路径。"
        )
    try:
        data = _read(path)
        return read_scheme_xlsx(data) if path.suffix.lower() == ".xlsx" else load_scheme(data)
    except (SchemeError, SheetError) as error:
        raise BadInputError(f"方案 {name} 用不了：", str(error)) from error


def _sheet(path: Path, scheme: Scheme, units: Sequence[str]) -> ReadSheet:
    from xiangfeng.scoring.sheets import SheetError, read_scores

    try:
        sheet = read_scores(_read(path), scheme, units=units)
    except SheetError as error:
        raise BadInputError(f"{path}：{error}") from error
    if sheet.problems:
        head = f"{path} 有 {len(sheet.problems)} 处填写有误，没有写出任何文件。请改正后再试："
        raise BadInputError(head, *(f"  {problem}" for problem in sheet.problems))
    return sheet


def _context(options: argparse.Namespace, scheme: Scheme, sheet: ReadSheet) -> Context:
    from xiangfeng.bulletins import Context
    from xiangfeng.bulletins.assess import period_of, period_text

    today = datetime.now(CHINA).date()
    units = sheet.unit_word or "单位"
    period = period_text(options.month)
    if re.fullmatch(r"\d{4}-\d*", period):
        raise BadInputError(f"--month 的月份“{options.month}”写法不对，应写成 2026-11")
    period = period or period_of(sheet) or f"{today.year}年{today.month}月"
    return Context(
        period=period,
        issuer=options.issuer or scheme.issuer,
        topic=options.topic or scheme.name.removesuffix("办法"),
        units=units,
        number=_number(options.number),
        to=options.to or ("各有关单位" if units == "单位" else f"各{units}，各有关单位"),
        cc=options.cc,
        printer=(options.issuer or scheme.issuer) if options.cc else "",
        deadline=_day(options.deadline, "--deadline"),
        date=_day(options.date, "--date") or today,
        grades_only=options.grades_only,
    )


def _number(text: str) -> Number | None:
    from xiangfeng.documents.paper import Number

    if not text:
        return None
    hit = re.fullmatch(r"\s*(\D+?)\s*[〔\[(（【](\d{4})[〕\])）】]\s*(\d+)\s*号?\s*", text)
    if hit is None:
        raise BadInputError(f"发文字号“{text}”写法不对，应写成 云创办〔2026〕23号")
    return Number(hit[1], int(hit[2]), int(hit[3]))


def _day(text: str, option: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInputError(f"{option} 的日期“{text}”写法不对，应写成 2026-12-03") from None


def _history(paths: Sequence[Path]) -> list[Mapping[str, Past]]:
    from xiangfeng.bulletins.assess import read_previous

    found: list[Mapping[str, Past]] = []
    for path in paths:
        try:
            found.append(read_previous(_read(path)))
        except ValueError as error:
            raise BadInputError(f"{path}：{error}") from error
    return found


def _write_all(out: Path, files: Mapping[str, bytes]) -> None:
    """All files or none: they are written beside the folder first and then moved in."""
    if out.exists() and not out.is_dir():
        raise BadInputError(f"{out} 是文件，--out 要写文件夹")
    out.parent.mkdir(parents=True, exist_ok=True)
    drafts = Path(tempfile.mkdtemp(prefix=".xiangfeng-", dir=out.parent))
    try:
        for name, data in files.items():
            (drafts / name).write_bytes(data)
        out.mkdir(exist_ok=True)
        for name in files:
            (drafts / name).replace(out / name)
    finally:
        shutil.rmtree(drafts)


if __name__ == "__main__":
    sys.exit(main())
