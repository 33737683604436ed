"""What backup.sh writes, restore.sh puts back: database, uploads, key – and nothing of a damaged file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[2]
PG = os.environ.get("DATABASE_URL", "")


def _run(script: str, *arguments: str, home: Path, url: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "XIANGFENG_HOME": str(home), "DATABASE_URL": url}
    return subprocess.run(
        [str(ROOT / "deploy" / script), *arguments], env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A place with a database that is being written to, one upload and a key."""
    place = tmp_path / "home"
    (place / "files" / "2026").mkdir(parents=True)
    (place / "files" / "2026" / "照片.jpg").write_bytes(b"\xff\xd8 a photo")
    (place / "secret_key").write_text("the key")
    with sqlite3.connect(place / "xiangfeng.sqlite3") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE village (name TEXT)")
        database.execute("INSERT INTO village VALUES ('石桥村')")
    database.close()
    return place


def _backup(home: Path, to: Path, url: str = "") -> Path:
    done = _run("backup.sh", str(to), home=home, url=url)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_what_was_saved_comes_back(home: Path, tmp_path: Path):
    saved = _backup(home, tmp_path / "backup")
    assert oct(saved.stat().st_mode & 0o777) == "0o600"
    done = _run("restore.sh", str(saved), home=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    database = sqlite3.connect(tmp_path / "new" / "xiangfeng.sqlite3")
    assert database.execute("SELECT name FROM village").fetchall() == [("石桥村",)]
    database.close()
    assert (tmp_path / "new/files/2026/照片.jpg").read_bytes() == b"\xff\xd8 a photo"
    assert (tmp_path / "new/secret_key").read_text() == "the key"


def test_a_place_in_use_is_replaced_only_when_asked(home: Path, tmp_path: Path):
    saved = _backup(home, tmp_path / "backup")
    (home / "secret_key").write_text("a newer key")
    refused = _run("restore.sh", str(saved), home=home)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert (home / "secret_key").read_text() == "a newer key"
    done = _run("restore.sh", str(saved), "--replace", home=home)
    assert done.returncode == 0, done.stderr
    assert (home / "secret_key").read_text() == "the key"
    assert [path.read_text() for path in home.glob("before-restore-*/secret_key")] == ["a newer key"]


def test_a_damaged_file_changes_nothing(home: Path, tmp_path: Path):
    saved = _backup(home, tmp_path / "backup")
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 0xFF
    saved.write_bytes(content)
    done = _run("restore.sh", str(saved), home=tmp_path / "new")
    assert done.returncode != 0
    assert not (tmp_path / "new" / "xiangfeng.sqlite3").exists()


def test_only_the_newest_are_kept(home: Path, tmp_path: Path):
    to = tmp_path / "backup"
    to.mkdir()
    for day in range(10, 42):
        (to / f"xiangfeng-202601{day}-000000.tar.gz").touch()
    newest = _backup(home, to)
    left = sorted(path.name for path in to.iterdir())
    assert len(left) == 30
    assert left[-1] == newest.name


@pytest.mark.skipif(not PG.startswith("postgres"), reason="这一次在 SQLite 上运行")
def test_postgresql_comes_back_whole(home: Path, tmp_path: Path):
    name = f"backup_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    url = urlsplit(PG)._replace(path=f"/{name}").geturl()
    with psycopg.connect(PG, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    with psycopg.connect(url) as database:
        database.execute("CREATE TABLE village (name TEXT)")
        database.execute("INSERT INTO village VALUES ('石桥村')")
    saved = _backup(home, tmp_path / "backup", url)
    with psycopg.connect(url) as database:
        database.execute("UPDATE village SET name = '别的'")
    done = _run("restore.sh", str(saved), home=tmp_path / "new", url=url)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(url) as database:
        assert database.execute("SELECT name FROM village").fetchall() == [("石桥村",)]
    wrong = _run("restore.sh", str(saved), home=tmp_path / "other")
    assert wrong.returncode == 1
    assert "另一种数据库" in wrong.stderr
    with psycopg.connect(PG, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name}")
