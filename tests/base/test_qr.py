"""The QR code, held against symbols made by another encoder (the package `qrcode`, which we do not ship)."""

from __future__ import annotations

import hashlib

import pytest

from xiangfeng.base.qr import qr_cells, qr_svg

VILLAGE = """
#######.#####.#######
#.....#.#.#...#.....#
#.###.#....##.#.###.#
#.###.#.#.###.#.###.#
#.###.#.......#.###.#
#.....#.......#.....#
#######.#.#.#.#######
........#............
#.##.###......#..#.##
#..###..#.#.#..#...##
#.#...#...#.#####....
#......#....##....##.
#..#.##..###.#..#..#.
........#.#..#...#...
#######.#.#..##.##..#
#.....#.##.#######..#
#.###.#...##..#######
#.###.#.##...#..#.##.
#.###.#.##.#.#.####..
#.....#..#.##.#####.#
#######.##.##...#.#..
"""


def _text(cells: list[list[bool]]) -> str:
    return "\n".join("".join("#" if cell else "." for cell in row) for row in cells)


def test_a_small_code_is_the_known_one():
    assert _text(qr_cells("乡风", mask=3)) == VILLAGE.strip()


def test_an_address_with_several_blocks_is_the_known_one():
    text = "https://wm.example.cn/work/meetings/sign/aB3_-xYz9aB3_-xYz9aB3_-xYz9aB3_/"
    found = hashlib.sha256(_text(qr_cells(text)).encode()).hexdigest()
    assert found == "a3a15fd7f432a38ae9a6fde35a123fc380245acfbd50eb7967d1192ded34192f"


@pytest.mark.parametrize(("length", "size"), [(14, 21), (15, 25), (122, 45), (213, 57)])
def test_the_smallest_version_that_holds_it_is_taken(length, size):
    assert len(qr_cells("x" * length)) == size


def test_too_long_is_said():
    with pytest.raises(ValueError, match="装不下"):
        qr_cells("x" * 214)


def test_the_picture_has_its_quiet_zone():
    assert 'viewBox="0 0 29 29"' in qr_svg("乡风") and "M4 4h1v1h-1z" in qr_svg("乡风")
