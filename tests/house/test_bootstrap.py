"""The script behind ``make``: a step is done once for the same inputs, and again when they change."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "STATE", tmp_path / ".state")
    return tmp_path


def test_a_step_is_done_once_for_the_same_inputs(place: Path):
    done: list[str] = []
    source = place / "lock"
    source.write_text("one")
    for text in ("one", "one", "two", "two"):
        source.write_text(text)
        bootstrap.step("install", bootstrap.digest([source]), lambda: done.append(source.read_text()))
    assert done == ["one", "two"]


def test_a_step_is_done_again_when_its_product_is_gone(place: Path):
    product = place / "product"
    assert bootstrap.step("build", "key", product.touch, there=product)
    assert not bootstrap.step("build", "key", product.touch, there=product)
    product.unlink()
    assert bootstrap.step("build", "key", product.touch, there=product)


def test_a_step_that_failed_is_tried_again(place: Path):
    def fail() -> None:
        sys.exit("no network")

    with pytest.raises(SystemExit):
        bootstrap.step("fetch", "key", fail)
    assert bootstrap.step("fetch", "key", lambda: None)


def test_a_folder_counts_with_names_and_contents(place: Path):
    folder = place / "src"
    folder.mkdir()
    (folder / "a").write_text("1")
    before = bootstrap.digest([folder])
    (folder / "a").rename(folder / "b")
    renamed = bootstrap.digest([folder])
    (folder / "b").write_text("2")
    assert len({before, renamed, bootstrap.digest([folder])}) == 3


def test_an_unknown_word_lists_what_there_is():
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "bootstrap.py", "nonsense"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert {"run", "test", "check", "fmt", "demo", "bench"} <= {
        line.split()[0] for line in done.stdout.splitlines()
    }
