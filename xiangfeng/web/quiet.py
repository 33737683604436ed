"""What logs must not hold: codes and keys that stand in an address. Who has the log of a server would have them too, with the time."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/s|/open311/v2/tokens|/progress/photo|/feed|/sign)/[^/?\s]+")


def without_codes(text: str) -> str:
    """The same text, with … in the place of the code of a questionnaire, of a receipt, of a photo, of a calendar or of a sign-in to a meeting."""
    return _SECRET.sub(r"\1/…", text)


class WithoutCodes(logging.Filter):
    """Says “Not Found: /s/…/” instead of the code itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the line is written, without its secret."""
        if isinstance(record.args, tuple):
            record.args = tuple(without_codes(one) if isinstance(one, str) else one for one in record.args)
        return True
