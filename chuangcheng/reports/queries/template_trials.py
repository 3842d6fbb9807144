"""A template filled for a trial, and what is in force as a file to be edited."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.table import Table

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.media_types import DOCX, PPTX
from chuangcheng.core.documents.office_templates import TemplateKind
from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import now
from chuangcheng.reports.access import require_template
from chuangcheng.reports.models import PaperTemplate
from chuangcheng.reports.queries.templates import content_of, kind_of, template_at

MOST_LINES = 400  # paragraphs and tables shown; our choice
MEDIA_TYPES = {
    "docx": DOCX,
    "pptx": PPTX,
}


@dataclass(frozen=True)
class ShownLine:
    """A paragraph, or a table, as the page shows it."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def tried(actor: Actor, template: PaperTemplate) -> bytes:
    """The template filled with the last paper of its kind that the actor may see, else with examples."""
    kind = kind_of(template.kind)
    require_template(actor, kind)
    content = content_of(template)
    if content is None:
        raise NotFound(_("模板文件已经不在了，请重新上传。"))
    with translation.override(settings.LANGUAGE_CODE):
        return kind.trial(actor, content)


def shown_lines(content: bytes) -> list[ShownLine]:
    """Paragraphs and tables of a Word paper in their order; empty paragraphs are left out."""
    lines: list[ShownLine] = []
    for part in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            rows = tuple(tuple(cell.text for cell in row.cells) for row in part.rows)
            lines.append(ShownLine(rows=rows))
        elif part.text.strip():
            lines.append(ShownLine(part.text))
    return lines[:MOST_LINES]


def file_in_force(actor: Actor, kind: TemplateKind, *, default: bool) -> tuple[str, bytes]:
    """Name and content of the template in force, or of the product's own."""
    require_template(actor, kind)
    template = None if default else template_at(kind.code, now())
    content = content_of(template)
    with translation.override(settings.LANGUAGE_CODE):
        name = _("%(kind)s模板（默认）.%(form)s") % {"kind": kind.label, "form": kind.form}
        if template is None or content is None:
            return name, kind.default()
    return template.name, content
