from __future__ import annotations

import os
import re

from tests.house.ground import ROOT, tracked_files

LUMPS = {"utils", "helpers", "common", "core", "misc", "services", "util", "lib"}
# Spelt in pieces, so that this file does not hold what it looks for.
ADDRESSES = re.compile(
    "|".join(["registry." + "npm", "py" + r"pi\.org", "python" + "hosted", r"deb\." + "debian"])
)


def test_no_folder_is_a_lump():
    folders = {part for path in tracked_files() for part in path.relative_to(ROOT).parts[:-1]}
    assert folders & LUMPS == set()


def test_no_download_address_is_kept():
    wrong = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if ADDRESSES.search(text):
            wrong.append(path.relative_to(ROOT).as_posix())
    assert wrong == []


def test_readme_and_ci_run_the_same_commands():
    continuous = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert re.findall(r"^make \w+", continuous, re.MULTILINE) == ["make check", "make test"]
    assert os.access(ROOT / ".ci/run", os.X_OK)
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for command in ("make run", "make test", "make check"):
            assert re.search(rf"^{command}\b", text, re.MULTILINE), f"{name}: {command}"
