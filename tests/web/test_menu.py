"""Where the menu says one is."""

from __future__ import annotations

import pytest

from xiangfeng.web.menu import menu_for


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/work/", ["我的待办"]),
        ("/work/supervision/boxes/import/", ["意见箱"]),
        ("/work/supervision/openings/3/", ["意见箱"]),
        ("/work/feedback/rates/rows/", ["反映三率"]),
        ("/work/manual/", []),
    ],
)
def test_a_page_is_shown_under_the_item_it_belongs_to(cast, path, current):
    sections = menu_for(cast.actor("clerk"), path)
    assert [row["title"] for section in sections for row in section["items"] if row["is_current"]] == current
    assert sum(section["is_current"] for section in sections) == len(current)
