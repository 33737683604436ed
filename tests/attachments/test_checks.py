"""What is let in, judged by content."""

import io
import zipfile

import pytest

from tests.attachments.conftest import HEIC, excel, pdf, photo, png, word, zipped
from xiangfeng.attachments import checks
from xiangfeng.base.errors import Refused


@pytest.mark.parametrize(
    ("name", "make", "extension"),
    [
        ("现场.JPG", photo, "jpg"),
        ("现场.jpeg", photo, "jpeg"),
        ("截图.png", png, "png"),
        ("手机.heic", lambda: HEIC, "heic"),
        ("通报.pdf", pdf, "pdf"),
        ("通报.docx", word, "docx"),
        ("打分表.xlsx", excel, "xlsx"),
    ],
)
def test_what_people_need_is_let_in(name, make, extension):
    assert checks.check_content(make(), name) == extension


@pytest.mark.parametrize(
    "name",
    [
        "图.svg",
        "页.html",
        "程序.exe",
        "旧.doc",
        "旧.xls",
        "宏.xlsm",
        "包.zip",
        "没有后缀",
        "jpg",
        ".",
        "图.jpg.svg",
    ],
)
def test_other_types_are_refused_by_name(name):
    with pytest.raises(Refused, match="只能上传 jpg、png、heic、pdf、docx、xlsx"):
        checks.check_content(photo(), name)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.jpg", SVG),
        ("图.png", b"<!doctype html><script>alert(1)</script>"),
        ("图.jpg", b"MZ" + b"\0" * 500),
        ("图.jpg", b"GIF89a" + b"\0" * 50),
        ("图.jpg", b"just text"),
        ("图.pdf", photo()),
        ("图.jpg", pdf()),
        ("图.png", photo()),
        ("表.xlsx", word()),
        ("文.docx", excel()),
        ("文.docx", zipped({"a.txt": "a"})),
        ("文.docx", zipped({"[Content_Types].xml": "<Types/>", "a.txt": "a"})),
    ],
)
def test_a_name_does_not_make_a_type(name, content):
    with pytest.raises(Refused, match="的内容不是"):
        checks.check_content(content, name)


def test_an_empty_file():
    with pytest.raises(Refused, match="是空文件"):
        checks.check_content(b"", "现场.jpg")


@pytest.mark.parametrize("carrier", [photo, png, lambda: HEIC, pdf])
def test_a_second_file_behind_the_first_is_refused(carrier):
    name = {b"\xff\xd8": "图.jpg", b"\x89P": "图.png", b"%P": "文.pdf"}.get(carrier()[:2], "图.heic")
    with pytest.raises(Refused, match="夹带了别的文件"):
        checks.check_content(carrier() + zipped({"page.html": "<script>"}), name)


@pytest.mark.parametrize("rest", [b"\0" * 18, b"\1" * 18, b"\xff" * 30, bytes(range(1, 19))])
def test_the_mark_of_a_zip_may_stand_in_a_photo_by_chance(rest):
    content = photo().replace(b"secret comment", b"PK\x05\x06")
    content = content.replace(b"PK\x05\x06", b"PK\x05\x06" + rest)
    assert zipfile.is_zipfile(io.BytesIO(content))
    assert checks.check_content(content, "图.jpg") == "jpg"


def test_a_file_of_a_version_that_is_not_there_yet_is_refused():
    packed = zipped({"page.html": "<script>"})
    place = packed.index(b"PK\x01\x02") + 6
    strange = packed[:place] + b"\x63\x00" + packed[place + 2 :]
    with pytest.raises(Refused, match="夹带了别的文件"):
        checks.check_content(photo() + strange, "图.jpg")
    with pytest.raises(Refused):
        checks.check_content(strange, "表.xlsx")


def test_a_workbook_behind_something_else_is_refused():
    with pytest.raises(Refused, match="的内容不是 xlsx"):
        checks.check_content(b"\x00" * 64 + excel(), "表.xlsx")


@pytest.mark.parametrize("entry", ["xl/vbaProject.bin", "xl/run.exe", "customUI/page.html"])
def test_macros_and_programs_are_refused(entry):
    content = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", entry: "x"})
    with pytest.raises(Refused, match="带有宏或程序"):
        checks.check_content(content, "表.xlsx")


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch):
    content = zipped(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/big.xml": "0" * 2_000_000}
    )
    assert checks.check_content(content, "表.xlsx") == "xlsx"
    monkeypatch.setattr(checks, "UNPACKED_MAX", 1_000_000)
    assert len(content) < 10_000
    with pytest.raises(Refused, match="解开后太大"):
        checks.check_content(content, "表.xlsx")


@pytest.mark.parametrize("extra", [b"/JavaScript (app.alert)", b"/JS 2 0 R", b"/Launch"])
def test_active_pdf_is_refused(extra):
    with pytest.raises(Refused, match="带有脚本"):
        checks.check_content(pdf(extra), "文.pdf")


def test_the_same_bytes_within_a_pages_content_mean_nothing():
    content = pdf(b">>\nstream\n\x9c\x01/JS \x8f\nendstream\n<<")
    assert checks.check_content(content, "文.pdf") == "pdf"


def test_an_electronic_invoice_with_its_data_inside_is_let_in():
    assert checks.check_content(pdf(b"/EmbeddedFile 3 0 R"), "发票.pdf") == "pdf"


def test_a_cut_off_pdf_is_refused():
    with pytest.raises(Refused, match="不完整"):
        checks.check_content(pdf()[:-8], "文.pdf")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("现场.jpg", "现场.jpg"),
        ("C:\\fakepath\\现场.jpg", "现场.jpg"),
        ("../../etc/现场.jpg", "现场.jpg"),
        ("现\u202e场\n.jpg", "现场.jpg"),
        (" .现场.jpg. ", "现场.jpg"),
        ("长" * 200 + ".jpg", "长" * 116 + ".jpg"),
        ("", "未命名"),
        ("a" * 150, "a" * 120),
    ],
)
def test_names_are_cleaned(given, shown):
    assert checks.clean_name(given) == shown
