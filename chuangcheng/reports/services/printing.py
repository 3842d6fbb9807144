"""The PDF of a bulletin by the office's own Word template, which only LibreOffice can lay out."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.office_pdf import start_office_pdf
from chuangcheng.core.errors import Refusal
from chuangcheng.core.models import Job
from chuangcheng.reports.access import bulletin_for
from chuangcheng.reports.papers import file_name, told_of, word_paper


class NoOwnTemplate(Refusal):
    """Word and PDF are in the product's own layout both."""

    def __init__(self) -> None:
        super().__init__(_("这份通报用的是系统默认模板，请直接下载PDF。"))


def ask_for_office_pdf(*, actor: Actor, bulletin_id: UUID) -> Job:
    """Starts the job that makes the PDF of the Word paper. Raises NoOwnTemplate and NotPrinted."""
    found = bulletin_for(actor, bulletin_id)
    told = told_of(found)
    if told.word_template is None:
        raise NoOwnTemplate
    return start_office_pdf(actor=actor, word=word_paper(told), name=file_name(found))
