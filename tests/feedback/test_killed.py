"""kill -9 of the server while people report with photos: every receipt opens its report, and nothing is there twice."""

from __future__ import annotations

import random
from pathlib import Path

from tests.feedback.sending import Line, Load, look_up
from tests.serving import Server

REPORTS, PEOPLE, KILLS = 60, 3, 2


def test_killed_while_people_report(tmp_path: Path):
    server = Server(
        tmp_path, "tests.feedback.town", XIANGFENG_FEEDBACK_SENDER_CAP="1000", XIANGFENG_VISITORS_WORK="100"
    )
    server.start()
    doomed = sorted(random.Random(5).sample(range(5, REPORTS - 10), KILLS))

    def watch(done: int) -> None:
        if doomed and done >= doomed[0]:
            doomed.pop(0)
            server.kill()
            server.start()

    load = Load(server.port, "/report/", server.said, REPORTS, PEOPLE)
    try:
        load.prepare()
        load.run(watch)
        assert (load.refused, doomed) == ([], [])
        line = Line(server.port)
        for number, code in load.receipts.items():
            assert f"{number}号路口" in look_up(line, code)
        line.close()
    finally:
        server.kill()

    assert len(set(load.receipts.values())) == REPORTS
    assert server.rows("SELECT count(*), count(DISTINCT text), count(DISTINCT number) FROM feedback_report") == [(REPORTS,) * 3]  # fmt: skip
    assert server.rows("SELECT count(DISTINCT report_id), count(*) FROM feedback_photo") == [(REPORTS,) * 2]
    assert server.rows("SELECT count(*) FROM feedback_step") == [(REPORTS,)]
    kept = server.rows("SELECT path FROM attachments_attachment")
    assert len(kept) == REPORTS
    assert all((tmp_path / "files" / path).stat().st_size for (path,) in kept)
