"""Run every benchmark, each in a process of its own, and keep what it prints in results.txt."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent


def main() -> int:
    """Pure computation, then the county on SQLite and on PostgreSQL. ``quick`` as argument: a tenth of each."""
    quick = ["quick"] if "quick" in sys.argv[1:] else []
    lines = [
        f"{dt.date.today():%Y-%m-%d}  Python {platform.python_version()}  {os.cpu_count()} cores  {platform.machine()}"  # noqa: DTZ011
    ]
    with tempfile.TemporaryDirectory(prefix="xiangfeng-bench-") as home:
        env = {**os.environ, "XIANGFENG_HOME": home, "PYTHONPATH": str(ROOT)}
        env.pop("DATABASE_URL", None)
        python = sys.executable
        commands = [
            [python, "-m", "benchmarks.pure", *quick],
            [python, "-m", "benchmarks.county", *quick],
            [python, "-m", "tests.on_postgres", python, "-m", "benchmarks.county", *quick],
            [python, "-m", "benchmarks.search", *quick],
            [python, "-m", "tests.on_postgres", python, "-m", "benchmarks.search", *quick],
            [python, "-m", "benchmarks.inspections", *quick],
            [python, "-m", "tests.on_postgres", python, "-m", "benchmarks.inspections", *quick],
            [python, "-m", "benchmarks.surveys", *quick],
            [python, "-m", "tests.on_postgres", python, "-m", "benchmarks.surveys", *quick],
            [python, "-m", "benchmarks.intake", *quick],
            [python, "-m", "tests.on_postgres", python, "-m", "benchmarks.intake", *quick],
        ]
        for command in commands:
            done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
            print(done.stdout, flush=True)
            if done.returncode:
                print(done.stderr, file=sys.stderr)
                return done.returncode
            lines.append(done.stdout)
    if not quick:
        (FOLDER / "results.txt").write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
