"""A real Chromium against a real server; any console error, policy violation or failed request fails the test."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "xiangfeng/web/static/web/build"
SERVER = [sys.executable, "-m", "tests.browser.server"]
PASSWORD = "YunXi-Demo-2026"
WIDE, NARROW = (1366, 768), (390, 844)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 20_000  # ms; a busy machine is slow, not wrong
CLERK, DIRECTOR, LEADER, VILLAGE = "yx-zhoumin", "yx-liyuan", "yx-linlan", "sq-shilei"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class House:
    """The running site: its address, the pages of the address table, the demonstration sessions."""

    url: str
    home: Path
    pages: dict[str, dict[str, str]]
    sessions: dict[str, str]

    def fill(self, name: str) -> None:
        """Every row as it was, in place: the server may be reading."""
        with (
            sqlite3.connect(self.home / f"{name}.sqlite3") as source,
            sqlite3.connect(self.home / "xiangfeng.sqlite3", timeout=20) as target,
        ):
            source.backup(target)
        source.close()
        target.close()


def _build_front_end() -> None:
    sources = [
        path for path in (ROOT / "frontend").rglob("*") if path.suffix in {".css", ".js", ".txt", ".mjs"}
    ]
    built = [path.stat().st_mtime for path in BUILT.glob("*")]
    if not built or min(built) < max(path.stat().st_mtime for path in sources):
        subprocess.run(["node", "frontend/build.mjs"], cwd=ROOT, check=True)


def _fill_once(place: Path, env: dict[str, str]) -> None:
    if (place / "news.json").exists():
        return
    _build_front_end()
    place.mkdir(exist_ok=True)
    done = subprocess.run(
        [*SERVER, "fill"],
        cwd=ROOT,
        env={**env, "XIANGFENG_HOME": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stderr)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The server, filled; see ``server.py``. Filling is dear: the first worker does it for all, each has its own copy."""
    home = tmp_path_factory.mktemp("house")
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"}
    env.pop("DATABASE_URL", None)
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    with (common / "filling").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _fill_once(common / "filled", env)
    shutil.copytree(common / "filled", home, dirs_exist_ok=True)
    news = json.loads((home / "news.json").read_text())
    env["XIANGFENG_HOME"] = str(home)
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*SERVER, "serve"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert server.stdout is not None
    line = server.stdout.readline()
    if not line:
        pytest.fail((home / "server.log").read_text())
    yield House(f"http://127.0.0.1:{int(line)}", home, news["pages"], news["sessions"])
    server.terminate()
    server.wait()
    server.stdout.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """Opens pages and listens to everything that goes wrong in them."""

    house: House
    chromium: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    kept: dict[str, Page] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)

    def page(self, account: str = "", size: tuple[int, int] = WIDE, *, session: str = "") -> Page:
        """A browser of its own; signed in as ``account``, or a stranger's. Addresses are given without the host."""
        return self._context(size, session or self.house.sessions.get(account, "")).new_page()

    def tab(self, session: str) -> Page:
        """The one page of this session, which keeps what it has fetched: opening a window is dear, going on in it is not."""
        if session not in self.kept:
            self.kept[session] = self._context(WIDE, session).new_page()
        return self.kept[session]

    def _context(self, size: tuple[int, int], session: str) -> BrowserContext:
        context = self.chromium.new_context(
            base_url=self.house.url,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.house.url}])
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"error in the page: {error.error}"))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)
        return context

    def allow(self, pattern: str) -> None:
        """This test causes such a fault on purpose."""
        self.allowed.append(pattern)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text} {message.location.get('url', '')}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        # What a page leaves behind when it is left, or takes back itself, is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.failure} {request.url}")

    def unexpected(self) -> list[str]:
        return [one for one in self.faults if not any(re.search(pattern, one) for pattern in self.allowed)]


@pytest.fixture
def visit(house: House, chromium: Browser) -> Iterator[Visit]:
    """Browsers for one test; what went wrong in any of them fails it."""
    visit = Visit(house, chromium)
    yield visit
    for context in visit.contexts:
        context.close()
    assert visit.unexpected() == []


@pytest.fixture(scope="module")
def walk(house: House, chromium: Browser) -> Iterator[Visit]:
    """Browsers for all tests of a module that only look; each test asks ``unexpected`` for itself."""
    visit = Visit(house, chromium)
    yield visit
    for context in visit.contexts:
        context.close()


@pytest.fixture
def demo(house: House) -> House:
    """The demonstration county after one month, the second half typed in."""
    house.fill("demo")
    return house


@pytest.fixture(scope="module")
def world(house: House) -> House:
    """One of every row; for tests that only look."""
    house.fill("world")
    return house


def sign_in(page: Page, account: str) -> None:
    """Through the door, with the password of the demonstration."""
    page.goto("/account/login/")
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/work/")


def faults_of_axe(page: Page) -> list[str]:
    """What axe-core objects to on the page as it stands."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8") + ";0")
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:4]]
