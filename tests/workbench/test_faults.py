"""What the demo's inspectors write suits the line it stands beside."""

import tomllib
from pathlib import Path

from xiangfeng import sites
from xiangfeng.sites.models import Topic
from xiangfeng.workbench.demo.faults import LINES, TOPICS, fault_in

SHIPPED = tomllib.loads(Path(sites.__file__).with_name("default_checklists.toml").read_text("utf-8"))


def test_every_line_known_by_name_is_a_line_we_ship():
    titles = {item[0] for sheet in SHIPPED["checklists"] for item in sheet["items"]}
    assert set(LINES) <= titles


def test_every_topic_has_a_remark_and_a_line_by_name_goes_first():
    assert set(TOPICS) == set(Topic.values) - {Topic.OTHER}
    assert fault_in({"title": "有人保洁", "topic": "order"}) != TOPICS["order"]
    assert fault_in({"title": "自己加的一项", "topic": "order"}) == TOPICS["order"]
