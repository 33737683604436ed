"""Papers kept as they were issued, and shown again."""

from __future__ import annotations

import pytest
from django.http import Http404

from xiangfeng.access.actor import SYSTEM
from xiangfeng.attachments.queries import open_file
from xiangfeng.documents.paper import Kind, Paper, Para, Run
from xiangfeng.web.papers import keep_paper, kept_response, paper_response

PAPER = Paper(Kind.DOCUMENT, "关于清理河道的通知", (Para((Run("各村于月底前清理完毕。"),)),))


@pytest.fixture
def keep(cast, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def kept(**options):
        return keep_paper(
            PAPER, "通知", unit=cast.units["云溪镇"], purpose="测试文书", actor=SYSTEM, at=at, **options
        )

    return kept


def test_a_paper_is_kept_as_pdf_and_docx(keep):
    pdf, docx = keep()
    assert (pdf.name, docx.name) == ("通知.pdf", "通知.docx")
    assert pdf.is_restricted and pdf.purpose == "测试文书"
    with open_file(pdf) as one, open_file(docx) as other:
        assert one.read().startswith(b"%PDF") and other.read().startswith(b"PK")
    answer = kept_response(pdf, "通知.pdf")
    assert answer["Content-Type"] == "application/pdf" and "inline" in answer["Content-Disposition"]


def test_only_the_kinds_asked_for_and_open_to_the_list_of_files(keep):
    (pdf,) = keep(kinds=("pdf",), is_restricted=False)
    assert pdf.content_type == "application/pdf" and not pdf.is_restricted


def test_there_is_no_third_kind():
    with pytest.raises(Http404):
        paper_response(PAPER, "通知", "txt")
