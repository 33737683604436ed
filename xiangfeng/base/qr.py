"""A link as a QR code (ISO/IEC 18004): bytes, error correction M, up to 213 bytes; as dark cells and as an SVG file.

Only what an address on a wall needs. Why it is not a package: docs/adr/0014-qr.md.
"""

from __future__ import annotations

from collections.abc import Iterator

# By version 1 … 10 at level M: correction codewords of a block, number of blocks, places of the alignment squares.
_EC = (10, 16, 26, 18, 24, 16, 18, 22, 22, 26)
_BLOCKS = (1, 1, 1, 2, 2, 4, 4, 4, 5, 5)
_ALIGN: tuple[tuple[int, ...], ...] = (
    (), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50),
)  # fmt: skip
_MASKS = (
    lambda r, c: (r + c) % 2,
    lambda r, c: r % 2,
    lambda r, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)
Grid = list[list[bool]]


def qr_cells(text: str, *, mask: int | None = None) -> Grid:
    """Rows of dark (true) and light cells without the quiet zone. ValueError for a text that is too long.

    ``mask`` fixes the pattern, for tests; else the one with the fewest penalty points is taken.
    """
    data = text.encode()
    version = next((v for v in range(1, 11) if len(data) <= _room(v)), 0)
    if not version:
        raise ValueError(f"二维码装不下 {len(data)} 字节")
    bits = _interleaved(_codewords(data, version), version)
    masks = range(8) if mask is None else (mask,)
    return min((_drawn(bits, version, one) for one in masks), key=_penalty)


def qr_svg(text: str) -> str:
    """The code as an SVG file with its quiet zone of four cells: one path, black on white."""
    cells = qr_cells(text)
    size = len(cells) + 8
    path = "".join(
        f"M{c + 4} {r + 4}h1v1h-1z" for r, row in enumerate(cells) for c, dark in enumerate(row) if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )


# ---- the data


def _raw_words(version: int) -> int:
    """All codewords of a symbol: its cells without the function patterns, by eight."""
    cells = (16 * version + 128) * version + 64
    if version >= 2:
        count = version // 7 + 2
        cells -= (25 * count - 10) * count - 55
    return (cells - (36 if version >= 7 else 0)) // 8


def _data_words(version: int) -> int:
    return _raw_words(version) - _EC[version - 1] * _BLOCKS[version - 1]


def _room(version: int) -> int:
    return (_data_words(version) * 8 - 4 - (8 if version < 10 else 16)) // 8


def _codewords(data: bytes, version: int) -> list[int]:
    """Mode, length and bytes, ended and filled up to what the version holds."""
    width = 8 if version < 10 else 16
    bits = f"0100{len(data):0{width}b}" + "".join(f"{byte:08b}" for byte in data)
    total = _data_words(version) * 8
    bits += "0" * min(4, total - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    return words + [(0xEC, 0x11)[n % 2] for n in range(total // 8 - len(words))]


def _times(x: int, y: int) -> int:
    """Product in GF(2⁸) modulo x⁸+x⁴+x³+x²+1."""
    z = 0
    for shift in range(7, -1, -1):
        z = (z << 1) ^ ((z >> 7) * 0x11D)
        z ^= ((y >> shift) & 1) * x
    return z


def _corrections(block: list[int], degree: int) -> list[int]:
    """The Reed–Solomon codewords of one block."""
    divisor, root = [0] * (degree - 1) + [1], 1
    for _ in range(degree):
        following = [*divisor[1:], 0]
        divisor = [_times(one, root) ^ after for one, after in zip(divisor, following, strict=True)]
        root = _times(root, 2)
    rest = [0] * degree
    for word in block:
        factor = word ^ rest.pop(0)
        rest.append(0)
        rest = [one ^ _times(of, factor) for one, of in zip(rest, divisor, strict=True)]
    return rest


def _interleaved(words: list[int], version: int) -> list[int]:
    """The blocks with their corrections, column by column, as bits."""
    count, degree = _BLOCKS[version - 1], _EC[version - 1]
    short = len(words) // count
    longer = len(words) % count
    blocks, at = [], 0
    for number in range(count):
        size = short + (number >= count - longer)
        blocks.append(words[at : at + size])
        at += size
    corrections = [_corrections(block, degree) for block in blocks]
    order = [b[n] for n in range(short + 1) for b in blocks if n < len(b)]
    order += [c[n] for n in range(degree) for c in corrections]
    return [(word >> shift) & 1 for word in order for shift in range(7, -1, -1)]


# ---- the drawing


def _drawn(bits: list[int], version: int, mask: int) -> Grid:
    size = version * 4 + 17
    cells: list[list[bool | None]] = [[None] * size for _ in range(size)]
    _draw_patterns(cells, version)
    _draw_format(cells, mask)
    stream = iter(bits)
    for r, c in _path(size):
        if cells[r][c] is None:
            cells[r][c] = bool(next(stream, 0)) != (_MASKS[mask](r, c) == 0)
    return [[bool(cell) for cell in row] for row in cells]


def _path(size: int) -> Iterator[tuple[int, int]]:
    """The cells in the order in which the bits are laid: two columns at a time, up and down, past the timing column."""
    upwards = True
    for right in range(size - 1, 0, -2):
        column = right if right > 6 else right - 1
        for step in range(size):
            row = size - 1 - step if upwards else step
            yield row, column
            yield row, column - 1
        upwards = not upwards


def _draw_patterns(cells: list[list[bool | None]], version: int) -> None:
    size = len(cells)
    for at in range(size):
        cells[6][at] = cells[at][6] = at % 2 == 0
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        for r in range(max(0, row - 4), min(size, row + 5)):
            for c in range(max(0, column - 4), min(size, column + 5)):
                cells[r][c] = max(abs(r - row), abs(c - column)) not in (2, 4)
    places = _ALIGN[version - 1]
    for row in places:
        for column in places:
            if (row, column) in ((6, 6), (6, size - 7), (size - 7, 6)):
                continue
            for r in range(-2, 3):
                for c in range(-2, 3):
                    cells[row + r][column + c] = max(abs(r), abs(c)) != 1
    if version >= 7:
        _draw_version(cells, version)


def _draw_version(cells: list[list[bool | None]], version: int) -> None:
    rest = version
    for _ in range(12):
        rest = (rest << 1) ^ ((rest >> 11) * 0x1F25)
    bits, size = version << 12 | rest, len(cells)
    for n in range(18):
        dark = bool(bits >> n & 1)
        cells[n // 3][size - 11 + n % 3] = cells[size - 11 + n % 3][n // 3] = dark


def _draw_format(cells: list[list[bool | None]], mask: int) -> None:
    """Level M and the mask, twice, each protected by its own code."""
    rest = mask
    for _ in range(10):
        rest = (rest << 1) ^ ((rest >> 9) * 0x537)
    bits, size = (mask << 10 | rest) ^ 0x5412, len(cells)
    first = [(n, 8) for n in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, n) for n in (7, 5, 4, 3, 2, 1, 0)]
    second = [(8, size - 1 - n) for n in range(8)] + [(size - 15 + n, 8) for n in range(8, 15)]
    for n in range(15):
        for row, column in (first[n], second[n]):
            cells[row][column] = bool(bits >> n & 1)
    cells[size - 8][8] = True


def _penalty(cells: Grid) -> int:
    """The four rules of the standard: runs, squares, false finders, balance."""
    size = len(cells)
    points = 0
    for line in (*cells, *map(list, zip(*cells, strict=True))):
        points += _line_penalty(line)
    for r in range(size - 1):
        for c in range(size - 1):
            points += 3 * (cells[r][c] == cells[r][c + 1] == cells[r + 1][c] == cells[r + 1][c + 1])
    dark = sum(map(sum, cells))
    return points + 10 * (abs(dark * 20 - size * size * 10) // (size * size))


def _line_penalty(line: list[bool]) -> int:
    points, run = 0, 0
    for at, cell in enumerate(line):
        run = run + 1 if at and cell == line[at - 1] else 1
        points += 3 if run == 5 else 1 if run > 5 else 0
    text = "".join("1" if cell else "0" for cell in line)
    for pattern in ("10111010000", "00001011101"):
        points += 40 * sum(text.startswith(pattern, at) for at in range(len(text) - 10))
    return points
