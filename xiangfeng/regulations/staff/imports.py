"""Taking a text over from Word, Excel or the clipboard: first what was understood, then writing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiangfeng.attachments.checks import check_content, clean_name
from xiangfeng.base.errors import Refused
from xiangfeng.documents.wording import check_wording
from xiangfeng.regulations.actions.text import replace_text
from xiangfeng.regulations.forms import ImportForm
from xiangfeng.regulations.models import Regulation
from xiangfeng.regulations.outline import NAMES, RANK, Piece, shown
from xiangfeng.regulations.parsing import Parsed, parse
from xiangfeng.regulations.queries import MANAGE
from xiangfeng.regulations.sheet_file import read_sheet, write_sheet
from xiangfeng.regulations.staff.regulations import find_regulation
from xiangfeng.regulations.word_file import read_lines
from xiangfeng.web.doors import StaffRequest, attempt, fill, needs
from xiangfeng.web.ledger import xlsx_response
from xiangfeng.web.previews import sealed, unsealed

SALT = "regulations.import"


@needs(MANAGE)
def blank(request: StaffRequest) -> HttpResponse:
    """An empty table to fill."""
    return xlsx_response(write_sheet([]), "制度条款（空表）")


@needs(MANAGE)
def import_text(request: StaffRequest, pk: int) -> HttpResponse:
    """Paste or upload; shows what was understood before anything is written."""
    row = find_regulation(request, pk)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        parsed = fill(form, lambda: _read(form.cleaned_data))
        if parsed:
            return render(request, "regulations/staff/import_preview.html", _preview(row, parsed))
    count = row.articles.count()
    return render(request, "regulations/staff/import.html", {"regulation": row, "form": form, "count": count})


def _read(data: dict[str, Any]) -> Parsed:
    """A file before a pasted text. Refuses what is too large, not what its name says, or not understood."""
    upload = data["file"]
    if not upload:
        return parse(data["text"].splitlines())
    name = clean_name(upload.name or "")
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"“{name}”超过 {settings.UPLOAD_MAX_MB} MB，请去掉图片再上传")
    content = upload.read()
    if name.lower().endswith(".doc"):
        raise Refused(f"“{name}”是旧格式 .doc，请用 Word 或 WPS 另存为 .docx 再上传")
    if not name.lower().endswith((".docx", ".xlsx")):
        raise Refused(f"“{name}”不能导入正文，请上传 Word（.docx）或 Excel（.xlsx），或者粘贴文字")
    if check_content(content, name) == "xlsx":
        return read_sheet(content)
    return parse(read_lines(content))


def _preview(row: Regulation, parsed: Parsed) -> dict[str, Any]:
    rows = [
        {
            "level": NAMES[piece.level],
            "source": piece.source,
            "number": shown(piece.level, piece.label),
            "text": piece.text,
            "depth": RANK[piece.level],
            "findings": [one for one in check_wording(piece.text) if not one.is_hint],
        }
        for piece in parsed.pieces
    ]
    packed = [[one.level, one.text, one.requirements] for one in parsed.pieces]
    body = {"pk": row.pk, "revision": row.revision, "style": parsed.style, "pieces": packed}
    return {
        "regulation": row,
        "parsed": parsed,
        "rows": rows,
        "bad_count": sum(bool(one["findings"]) for one in rows),
        "token": sealed(body, salt=SALT, of=row.pk),
        "count": row.articles.count(),
    }


@require_POST
@needs(MANAGE)
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what the preview showed in the place of the draft's text."""
    row = find_regulation(request, pk)
    if attempt(request, lambda: _write(request, row), done="正文已写入，请核对"):
        return redirect("regulations:text", pk=pk)
    return redirect("regulations:import", pk=pk)


def _write(request: StaffRequest, row: Regulation) -> None:
    body = unsealed(request.POST.get("token", ""), salt=SALT, of=row.pk, whose="这个制度")
    pieces = [Piece(level, text, ids) for level, text, ids in body["pieces"]]
    given = {"revision": body["revision"], "style": body["style"]}
    replace_text(row, pieces, **given, actor=request.actor, at=request.at)
