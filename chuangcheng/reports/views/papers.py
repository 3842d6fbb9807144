from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from chuangcheng.core.web import actor_of, download, page
from chuangcheng.reports.access import READ, bulletin_for
from chuangcheng.reports.papers import PDF, WORD, excel_paper, pdf_paper, told_of, word_paper
from chuangcheng.reports.services.sending import file_name
from chuangcheng.reports.slides import PIXELS, PPTX, slides_paper


@require_safe
@page(READ)
def word(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """The bulletin as Word."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(word_paper(told_of(found)), f"{file_name(found)}.docx", WORD)


@require_safe
@page(READ)
def pdf(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """The bulletin as PDF."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(pdf_paper(told_of(found)), f"{file_name(found)}.pdf", PDF)


@require_safe
@page(READ)
def presentation(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """The bulletin as slides."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(slides_paper(told_of(found, pixels=PIXELS)), f"{file_name(found)}.pptx", PPTX)


@require_safe
@page(READ)
def workbook(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """Its tables as Excel."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(excel_paper(told_of(found)), f"{file_name(found)}.xlsx")
