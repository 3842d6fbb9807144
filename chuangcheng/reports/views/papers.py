from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.documents.media_types import DOCX, PDF, PPTX
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.reports.access import READ, bulletin_for
from chuangcheng.reports.papers import excel_paper, file_name, pdf_paper, told_of, word_paper
from chuangcheng.reports.services import ask_for_office_pdf
from chuangcheng.reports.slides import PIXELS, slides_paper


@require_safe
@page(READ)
def word(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """The bulletin as Word."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(word_paper(told_of(found)), f"{file_name(found)}.docx", DOCX)


@require_safe
@page(READ)
def pdf(request: HttpRequest, bulletin_id: UUID) -> FileResponse:
    """The bulletin as PDF in the product's own layout."""
    found = bulletin_for(actor_of(request), bulletin_id)
    return download(pdf_paper(told_of(found)), f"{file_name(found)}.pdf", PDF)


@require_POST
@page(READ)
def office_pdf(request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
    """The bulletin as PDF by the office's own template, which a job makes."""
    return redirect("core:job", ask_for_office_pdf(actor=actor_of(request), bulletin_id=bulletin_id).pk)


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
