"""A submission package bound as one PDF: contents with pages and bookmarks, each standard with its explanation sheet,
then its pictures and the pages of its PDF documents. What cannot be shown as pages is attached as it is.

Pages of documents that people brought are drawn by a process under limits; nothing here reads such a file itself.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from pypdf import PdfWriter

from chuangcheng.core.documents.pages import MOST_DRAWN
from chuangcheng.core.documents.pdf import render_pdf
from chuangcheng.core.documents.titles import title_lines
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import open_original, public_copy
from chuangcheng.core.files.kinds import MEGABYTE, PDF
from chuangcheng.core.files.serving import FileMissing, page_copy
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.models import Piece
from chuangcheng.evidence.package_names import names_in
from chuangcheng.evidence.package_papers import (
    by_item,
    conclusion,
    facts,
    lead_words,
    request_words,
    state_words,
    told_of,
)
from chuangcheng.evidence.queries import Package, PackedStandard, files_read

TEMPLATE = Path(__file__).with_name("typst") / "package.typ"
MOST_LEAVES = 1000  # pictures and drawn pages of one PDF; our choice
MOST_ATTACHED_BYTES = 200 * MEGABYTE  # of originals inside one PDF, which stand in memory together; our choice
COPY_SIZE = 1600  # pixels of a picture's longer side


@dataclass(slots=True)
class _Gathered:
    """What the sheets refer to."""

    pictures: dict[str, bytes] = field(default_factory=dict)  # name in the template → JPEG
    attached: dict[str, StoredFile] = field(default_factory=dict)  # name of an attachment → what came
    page_counts: dict[UUID, int] = field(default_factory=dict)  # of documents that were read


def refuse_too_thick(package: Package) -> None:
    """Raises InvalidInput when the PDF would have too many pages, or too much in its attachments. One query."""
    counts, leaves, attached = _page_counts(package), 0, 0
    for file in (package.shown(piece) for piece in package.pieces()):
        count = _leaf_count(file, counts)
        leaves += count
        attached += 0 if count and counts.get(file.pk, 0) <= MOST_DRAWN else file.size
    if leaves > MOST_LEAVES:
        raise InvalidInput(_("照片和文件页数超过%(most)s页，请按测评项目分开，或打成压缩包。") % {"most": MOST_LEAVES})
    if attached > MOST_ATTACHED_BYTES:
        told = {"most": MOST_ATTACHED_BYTES // MEGABYTE}
        raise InvalidInput(_("不能按页显示的文件加起来超过%(most)s MB，请按测评项目分开，或打成压缩包。") % told)


def bound(package: Package, *, told: Callable[[int], None]) -> bytes:
    """The PDF, the same bytes for the same material. `told` hears how many standards are gathered."""
    gathered = _Gathered(page_counts=_page_counts(package))
    standards = []
    for count, packed in enumerate(package.standards, start=1):
        standards.append(_standard(package, packed, gathered))
        told(count)
    content = render_pdf(template=TEMPLATE, data=_data(package, standards), pictures=gathered.pictures)
    return _with_attachments(content, gathered.attached) if gathered.attached else content


def _data(package: Package, standards: list[dict[str, Any]]) -> dict[str, Any]:
    title = _("%(framework)s申报材料") % {"framework": package.framework.name}
    return {
        "title": title,
        "title_lines": title_lines(title),
        "subtitle": package.framework.edition,
        "lead": lead_words(package),
        "contents_word": _("目录"),
        "contents_header": [_("标准编号"), _("测评标准"), _("应提供"), _("已收入"), _("情况"), _("页")],
        "items": _contents(package),
        "standards": standards,
        "sheet_title": _("测评材料提交表"),
        "item_word": _("测评项目"),
        "files_header": [_("文件"), _("说明")],
        "conclusion_word": _("结论"),
    }


def _contents(package: Package) -> list[dict[str, Any]]:
    return [
        {
            "name": _("%(number)s. %(name)s") % {"number": number, "name": item},
            "standards": [
                {
                    "code": each.standard.code,
                    "text": each.standard.text,
                    "asked": str(each.asked),
                    "accepted": str(each.accepted),
                    "state": state_words(each),
                    "place": _place(each),
                }
                for each in standards
            ],
        }
        for number, (item, standards) in enumerate(by_item(package), start=1)
    ]


def _place(packed: PackedStandard) -> str:
    return f"standard-{packed.standard.pk}"


def _standard(package: Package, packed: PackedStandard, gathered: _Gathered) -> dict[str, Any]:
    names, shown, requests = names_in(package, packed), [], []
    for each in packed.requests:
        rows = []
        for piece in each.pieces:
            name = names[str(piece.pk)]
            leaves, is_attached = _leaves(package, piece, name, gathered)
            shown += leaves
            words = told_of(package, piece)
            if is_attached:
                attachment = f"{packed.standard.code} {name.replace('/', ' ')}"
                gathered.attached[attachment] = package.shown(piece)
                note = _("原件附在本PDF的附件里")
                words = note if words == "—" else f"{words}；{note}"
            rows.append([name, words])
        title, lead = each.material.title, request_words(each)
        requests.append({"title": title, "lead": lead, "rows": rows, "none": _("还没有已认可的材料。")})
    return {
        "place": _place(packed),
        "code": packed.standard.code,
        "text": packed.standard.text,
        "item": packed.standard.content.item.name,
        "facts": [list(each) for each in facts(packed)],
        "requests": requests,
        "conclusion": conclusion(packed),
        "shown": shown,
    }


def _leaves(package: Package, piece: Piece, name: str, gathered: _Gathered) -> tuple[list[dict[str, Any]], bool]:
    """The pictures of a piece, and whether its original has to be attached."""
    file = package.shown(piece)
    if file.width is not None:
        kept = _keep(gathered, public_copy(file, COPY_SIZE).read_bytes())
        caption = told_of(package, piece)
        return [{"kind": "photo", "file": kept, "words": name, "told": "" if caption == "—" else caption}], False
    drawn = _drawn(file) if file.media_type == PDF.media_type else []
    count = gathered.page_counts.get(file.pk, 0)
    leaves = [
        {
            "kind": "page",
            "file": _keep(gathered, content),
            "words": _("%(name)s（第%(number)s页）") % {"name": name, "number": number},
        }
        for number, content in enumerate(drawn, start=1)
    ]
    return leaves, not drawn or len(drawn) != count


def _drawn(file: StoredFile) -> list[bytes]:
    """The pages of a PDF as JPEG, as far as they can be drawn."""
    found: list[bytes] = []
    while len(found) < MOST_DRAWN:
        try:
            found.append(page_copy(file, len(found) + 1).read_bytes())
        except FileMissing:
            break
    return found


def _keep(gathered: _Gathered, content: bytes) -> str:
    name = f"{len(gathered.pictures) + 1}.jpg"
    gathered.pictures[name] = content
    return name


def _page_counts(package: Package) -> dict[UUID, int]:
    return {file_id: read.page_count for file_id, read in files_read(list(package.pieces())).items()}


def _leaf_count(file: StoredFile, counts: dict[UUID, int]) -> int:
    """0: it cannot be shown as pages."""
    if file.width is not None:
        return 1
    return min(counts.get(file.pk, MOST_DRAWN), MOST_DRAWN) if file.media_type == PDF.media_type else 0


def _with_attachments(content: bytes, attached: dict[str, StoredFile]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    for name, file in attached.items():
        with open_original(file) as source:
            writer.add_attachment(name, source.read())
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
