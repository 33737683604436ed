"""What the house tests look at: the floors, the files, and the exceptions written down in ARCHITECTURE.md."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "xiangfeng"


@cache
def floors() -> dict[str, int]:
    """Package name → floor number, the ground floor 0; read from the import-linter contract."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    return {
        name.strip(): number
        for number, layer in enumerate(reversed(contract["layers"]))
        for name in layer.split("|")
    }


def may_point(upper: str, lower: str) -> bool:
    """Whether a reference from package ``upper`` to package ``lower`` is within a package or points down."""
    return upper == lower or floors()[lower] < floors()[upper]


def app_of(path: Path) -> str:
    """The package under ``xiangfeng/`` that holds ``path``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def python_files() -> tuple[Path, ...]:
    """Our Python files without migrations."""
    return tuple(path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.glob("*/templates/**/*.html")))


def template_name(path: Path) -> str:
    """The name by which a loader finds the template."""
    parts = path.relative_to(PACKAGE).parts
    return "/".join(parts[parts.index("templates") + 1 :])


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def is_room(path: Path, *rooms: str) -> bool:
    """Whether the file is one of these rooms of an app, as a file or as a folder of that name."""
    return any(f"{room}.py" == path.name or room in path.relative_to(PACKAGE).parts[1:-1] for room in rooms)


def line(path: Path, number: int) -> str:
    return f"{path.relative_to(ROOT)}:{number}"


def tracked_files() -> list[Path]:
    """Every file that git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [path for name in names if name and (path := ROOT / name).is_file()]


@cache
def exceptions() -> dict[tuple[str, str], int]:
    """(path, what) → the higher budget allowed to it, from the table “Exceptions” of ARCHITECTURE.md."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.partition("## Exceptions")[2]
    rows = re.findall(r"^\| `([^`]+)` \| (\w+) \| (\d+) \| [^|]{10,} \|$", section, re.MULTILINE)
    return {(path, what): int(number) for path, what, number in rows}
