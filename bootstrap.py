"""Make a working 乡风 out of a fresh clone, with nothing but Python's standard library. ``make`` calls this.

Every step is keyed by a hash of what goes into it (kept in ``.state/``), so that a second start does nothing
but look. Python packages come from hash-checked locks, npm packages from ``package-lock.json``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
STATE = ROOT / ".state"
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = str(BIN / "python")
HOME = Path(os.environ.get("XIANGFENG_HOME", ROOT / "var"))
IN_CI = os.environ.get("CI", "").lower() == "true"
CHROMIUM = Path("/usr/bin/chromium")


def say(text: str) -> None:
    print(text, flush=True)


def run(*command: str, **env: str) -> None:
    """Run a command in the checkout and stop everything when it fails."""
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False)
    if done.returncode:
        sys.exit(f"这一步没有成功（退出码 {done.returncode}）：{' '.join(command)}")


def manage(*arguments: str) -> None:
    run(PYTHON, "manage.py", *arguments)


def digest(paths: Iterable[Path], *words: str) -> str:
    """One hash over names and contents of ``paths`` (folders with all below them) and ``words``."""
    seen = hashlib.sha256("\0".join([*words, str(ROOT)]).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                seen.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return seen.hexdigest()


def step(name: str, key: str, do: Callable[[], None], *, there: Path | None = None) -> bool:
    """Do a step unless it was done with the same inputs and its product is still there; say which."""
    mark = STATE / name
    if mark.exists() and mark.read_text() == key and (there is None or there.exists()):
        return False
    say(f"▸ {name}")
    started = time.monotonic()
    do()
    STATE.mkdir(exist_ok=True)
    mark.write_text(key)
    say(f"  {time.monotonic() - started:.1f} s")
    return True


def debian(*packages: str) -> bool:
    """Install Debian packages where we may (root, or sudo that asks nothing). False where we may not."""
    if not shutil.which("apt-get"):
        return False
    sudo: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
            return False
        sudo = ["sudo", "-n"]
    say(f"▸ apt-get install {' '.join(packages)}")
    null = subprocess.DEVNULL
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False, stdin=null, stdout=null)
    install = [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(install, check=False, env=env, stdin=null, stdout=null).returncode == 0


def _make_venv() -> None:
    # Debian ships ensurepip apart from python3.
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode:
        version = f"python3.{sys.version_info.minor}-venv"
        if not debian("python3-venv"):
            sys.exit(f"缺少 venv 模块。请以管理员身份运行：apt-get install {version}，然后再试。")
    clear = ["--clear"] if (STATE / "venv").exists() else []
    run(sys.executable, "-m", "venv", *clear, str(VENV))
    packages = next(VENV.glob("lib/python3*/site-packages"))
    (packages / "xiangfeng.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = BIN / "xiangfeng"
    command.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom xiangfeng.cli import main\n\nsys.exit(main())\n", encoding="utf-8"
    )
    command.chmod(0o755)


def venv() -> None:
    """The environment in ``.venv`` with the ``xiangfeng`` command in it."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- the one file that an older Python may meet
        sys.exit(f"需要 Python 3.11 或更新的版本，现在是 {sys.version.split()[0]}。")
    step("venv", digest([], sys.version, sys.executable, "1"), _make_venv, there=BIN / "xiangfeng")


def python_packages(*, with_tools: bool) -> None:
    """What the locks list, each file checked by its hash. The tools' lock holds the runtime packages too."""
    venv()
    lock = "requirements-dev.lock" if with_tools else "requirements.lock"
    pip = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        lock,
    ]
    key = digest([ROOT / lock, STATE / "venv"])
    step(f"python-packages-{'tools' if with_tools else 'run'}", key, lambda: run(*pip))


def node() -> None:
    """Node and npm: from PATH, else from the Python package that brings them."""
    if shutil.which("node") and shutil.which("npm"):
        return
    pip = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        "requirements-node.lock",
    ]
    step("node", digest([ROOT / "requirements-node.lock", STATE / "venv"]), lambda: run(*pip))
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"


def frontend() -> None:
    """npm packages from their lock, then styles, scripts, icons and paper fonts."""
    node()
    lists = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    modules = ROOT / "node_modules"
    step(
        "npm-packages", digest(lists), lambda: run("npm", "ci", "--ignore-scripts", "--silent"), there=modules
    )
    sources = [ROOT / "frontend", STATE / "npm-packages"]
    built = ROOT / "xiangfeng" / "web" / "static" / "web" / "build"
    step("frontend", digest(sources), lambda: run("node", "frontend/build.mjs"), there=built)


def database() -> None:
    """Tables and working calendar. A database given by ``DATABASE_URL`` is always looked at."""
    given = os.environ.get("DATABASE_URL", "")
    place = given or str(HOME)
    inputs = sorted(ROOT.glob("xiangfeng/*/migrations/*.py"))
    if given:
        (STATE / "database").unlink(missing_ok=True)

    def do() -> None:
        manage("migrate", "--verbosity", "0")
        manage("seed_calendars")

    key = digest([*inputs, ROOT / "requirements.lock"], place)
    step("database", key, do, there=None if given else HOME / "xiangfeng.sqlite3")


def demo_county() -> None:
    """The demo county, once for each database. ``XIANGFENG_DEMO=0`` starts empty."""
    if os.environ.get("XIANGFENG_DEMO") == "0":
        return
    place = os.environ.get("DATABASE_URL", "") or str(HOME)
    step("demo", digest([], place), _load_demo, there=HOME / "demo-accounts.txt")


def _load_demo() -> None:
    # The command ends by listing the accounts; they are kept so that every later start can show them again.
    command = [PYTHON, "manage.py", "demo", "--if-empty"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"演示数据没有装好（退出码 {done.returncode}）。\n{done.stdout}")
    accounts = HOME / "demo-accounts.txt"
    if done.stdout or not accounts.exists():
        accounts.write_text(done.stdout, encoding="utf-8")


def static_files() -> None:
    """Collect, hash and compress what the web server hands out."""
    sources = [ROOT / "requirements.lock", *sorted(ROOT.glob("xiangfeng/*/static"))]
    there = ROOT / "static_built" / "staticfiles.json"
    step(
        "static",
        digest(sources),
        lambda: manage("collectstatic", "--noinput", "--verbosity", "0"),
        there=there,
    )


def browser() -> str:
    """Chromium and a Chinese font for the browser tests. Returns the reason when they cannot be had."""
    fonts = any(Path("/usr/share/fonts").glob("**/NotoSansCJK*"))
    if CHROMIUM.exists() and fonts:
        return ""
    if debian("chromium", "fonts-noto-cjk") and CHROMIUM.exists():
        return ""
    reason = "没有 chromium 和中文字体；请以管理员身份运行：apt-get install chromium fonts-noto-cjk"
    if IN_CI:
        sys.exit(reason)
    return reason


def verb_run(_: list[str]) -> int:
    """set up everything, load the demo county on the first start, and serve"""
    python_packages(with_tools=False)
    frontend()
    database()
    demo_county()
    static_files()
    port = os.environ.get("PORT", "8000")
    accounts = HOME / "demo-accounts.txt"
    if accounts.exists():
        say(accounts.read_text(encoding="utf-8").rstrip())
    say(f"\n乡风已启动：http://127.0.0.1:{port}/　　按 Ctrl+C 停止")
    os.chdir(ROOT)
    os.execv(BIN / "xiangfeng", ["xiangfeng", "serve", "--port", port])


def verb_install(_: list[str]) -> int:
    """packages and built files only: for a server, see deploy/README.md"""
    python_packages(with_tools=False)
    frontend()
    static_files()
    return 0


def verb_demo(_: list[str]) -> int:
    """load the demo county into the database"""
    python_packages(with_tools=False)
    database()
    _load_demo()
    say((HOME / "demo-accounts.txt").read_text(encoding="utf-8").rstrip())
    return 0


def verb_bench(arguments: list[str]) -> int:
    """measure; see benchmarks/README.md"""
    python_packages(with_tools=True)
    frontend()
    return subprocess.run([PYTHON, "-m", "benchmarks", *arguments], cwd=ROOT, check=False).returncode


def verb_fmt(_: list[str]) -> int:
    """put the code into its one form"""
    python_packages(with_tools=True)
    run(PYTHON, "-m", "ruff", "format", ".")
    run(PYTHON, "-m", "ruff", "check", "--fix", ".")
    return 0


def verb_check(_: list[str]) -> int:
    """format, lint, types, floors, templates, migrations, locks"""
    python_packages(with_tools=True)
    checks: dict[str, list[str]] = {
        "format": ["ruff", "format", "--check", "."],
        "lint": ["ruff", "check", "."],
        "types": ["mypy"],
        "floors": ["lint-imports"],
        "templates": ["djlint", "--lint", "--quiet", "xiangfeng"],
        "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
        "locks": ["python", ".ci/locks.py"],
    }
    bad = 0
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test", "NO_COLOR": "1"}
    for name, (tool, *arguments) in checks.items():
        started = time.monotonic()
        command = [str(BIN / tool), *arguments]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        bad += bool(done.returncode)
        if done.returncode:
            say(done.stdout + done.stderr)
        say(f"{'✗' if done.returncode else '✓'} {name}  {time.monotonic() - started:.1f} s")
    say(f"check: {len(checks) - bad} passed, {bad} failed")
    return bool(bad)


def verb_test(arguments: list[str]) -> int:
    """the whole suite on SQLite and on a real PostgreSQL, then the front end's own tests"""
    python_packages(with_tools=True)
    frontend()
    no_browser = browser()
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    env = {**os.environ, "NO_BROWSER": no_browser}
    env.pop("DATABASE_URL", None)
    pytest = [PYTHON, "-m", "pytest", "-q", "-n", os.environ.get("JOBS", "2"), *arguments]
    say("── SQLite")
    _pytest(pytest, env, counts)
    say("── PostgreSQL")
    _pytest([PYTHON, "tests/on_postgres.py", *pytest, "-m", "not browser and not once"], env, counts)
    if not arguments:
        say("── JavaScript")
        _node_tests(counts)
    if no_browser:
        say(f"浏览器测试没有运行：{no_browser}")
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    say(f"{counts['passed']} passed, {counts['failed']} failed{skipped}")
    return bool(counts["failed"] or not counts["passed"])


def _pytest(command: list[str], env: dict[str, str], counts: dict[str, int]) -> None:
    """One run of the suite, counted from its own report; a run that broke down counts as a failure."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = subprocess.run([*command, f"--junitxml={report}"], cwd=ROOT, env=env, check=False).returncode
        suite = ET.parse(report).getroot().find("testsuite") if report.exists() else None
    number = {
        key: int(suite.get(key, 0)) if suite is not None else 0
        for key in ("tests", "failures", "errors", "skipped")
    }
    bad = number["failures"] + number["errors"]
    counts["failed"] += bad or bool(code)
    counts["skipped"] += number["skipped"]
    counts["passed"] += max(number["tests"] - bad - number["skipped"], 0)


def _node_tests(counts: dict[str, int]) -> None:
    tests = sorted(str(path) for path in (ROOT / "frontend").glob("tests/**/*.test.*js"))
    if not tests:
        return
    done = subprocess.run(["node", "--test", *tests], cwd=ROOT, capture_output=True, text=True, check=False)
    found = dict(re.findall(r"^(?:#|ℹ) (pass|fail|skipped) (\d+)$", done.stdout, re.MULTILINE))
    bad = int(found.get("fail", 0)) or bool(done.returncode)
    say(done.stdout if bad else f"{found['pass']} passed")
    counts["failed"] += bad
    counts["passed"] += int(found.get("pass", 0))


def verb_lock(_: list[str]) -> int:
    """write the Python locks anew from pyproject.toml (maintainers; needs uv)"""
    run(sys.executable, ".ci/locks.py", "write")
    return 0


VERBS: dict[str, Callable[[list[str]], int]] = {
    name[5:]: function for name, function in dict(globals()).items() if name.startswith("verb_")
}


def main() -> int:
    if len(sys.argv) > 1 and sys.argv[1] in VERBS:
        return VERBS[sys.argv[1]](sys.argv[2:])
    for name, function in VERBS.items():
        say(f"{name:8}{function.__doc__}")
    return 2


if __name__ == "__main__":
    sys.exit(main())
