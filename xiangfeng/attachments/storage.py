"""Where files lie."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeStorage(FileSystemStorage):
    """Files are there whole or not at all: written beside, then given their name. Who saves under a name that exists replaces the file, which under the
    name of a hash is the same.

    Without it, a process killed while it writes leaves half a file under that name, and the next who brings the same bytes takes it for kept.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself."""
        return name

    def _save(self, name: str, content: Any) -> str:
        beside = super()._save(f"{name}.{uuid.uuid4().hex}.part", content)  # type: ignore[misc]
        part = Path(self.path(beside))
        with part.open("rb") as file:
            os.fsync(file.fileno())  # the row that names it is kept after a power cut; so are its bytes
        part.replace(self.path(name))
        return name
