"""The Python locks: whether they fit pyproject.toml and hold no download address; ``write`` makes them anew with uv."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "dev"],
    "requirements-node.lock": ["--group", "node"],
}
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "-q",
]


def first_line() -> str:
    """What a lock made from the present pyproject.toml begins with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [
        project["project"]["dependencies"],
        project["project"]["requires-python"],
        project["dependency-groups"],
    ]
    return f"# made from pyproject.toml {hashlib.sha256(repr(parts).encode()).hexdigest()}"


def problems() -> list[str]:
    """What is wrong with the locks, one sentence each."""
    found = []
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        if not text.startswith(first_line() + "\n"):
            found.append(f"{name} 与 pyproject.toml 不一致，请运行 make lock")
        if "://" in text:
            found.append(f"{name} 里有下载地址")
    if '"resolved"' in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        found.append("package-lock.json 里有下载地址")
    return found


def write() -> None:
    """Resolve anew, keeping the versions that still fit."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("写锁文件要用 uv：pip install uv")
    for name, sources in LOCKS.items():
        subprocess.run([uv, "pip", "compile", *sources, *OPTIONS, "-o", name], cwd=ROOT, check=True)
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        kept = [first_line(), *(line for line in lines if not line.startswith("# made from")), ""]
        (ROOT / name).write_text("\n".join(kept), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["write"]:
        write()
    sys.exit("\n".join(problems()) or 0)
