"""The papers of a submission package: its contents page, and an explanation sheet for each standard.

Neither says when it was made: the same material gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph, Table
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.steady import steady
from chuangcheng.core.documents.word import write_word
from chuangcheng.evidence.models import Piece
from chuangcheng.evidence.queries import Package, PackedRequest, PackedStandard
from chuangcheng.evidence.wording import caption_words, window_words
from chuangcheng.evidence.workflow import KIND_LABELS, Kind


def contents_page(package: Package) -> bytes:
    """The contents page as a PDF: each standard with its folder, what was asked for and what is in it."""
    blocks: list[Block] = []
    for number, (item, standards) in enumerate(by_item(package), start=1):
        blocks.append(Heading(_("%(number)s. %(name)s") % {"number": number, "name": item}))
        rows = [
            (each.standard.code, each.standard.text, each.asked, each.accepted, state_words(each)) for each in standards
        ]
        header = [_("标准编号"), _("测评标准"), _("应提供"), _("已收入"), _("情况")]
        blocks.append(Table(header, rows, widths=[2, 7, 1.4, 1.4, 1.8], figures=[2, 3]))
    title = _("%(framework)s申报材料目录") % {"framework": package.framework.name}
    return write_pdf(Paper(title, [Paragraph(lead_words(package)), *blocks], subtitle=package.framework.edition))


def lead_words(package: Package) -> str:
    """How much of what was asked for is in the package."""
    told = {"accepted": package.piece_count, "asked": package.asked_count, "standards": len(package.standards)}
    return _("共%(standards)s条标准，应提供材料%(asked)s份，收入已认可的%(accepted)s份。") % told


def explanation_sheet(package: Package, packed: PackedStandard, names: Mapping[str, str]) -> bytes:
    """测评材料提交表 of one standard as Word. names: id of a piece → its file in the package."""
    blocks: list[Block] = [Table([_("测评项目"), packed.standard.content.item.name], facts(packed), widths=[1, 4])]
    for each in packed.requests:
        blocks += [Heading(each.material.title, 2), Paragraph(request_words(each))]
        rows = [(names[str(piece.pk)], told_of(package, piece)) for piece in each.pieces]
        blocks.append(
            Table([_("文件"), _("说明")], rows, widths=[2, 3]) if rows else Paragraph(_("还没有已认可的材料。"))
        )
    blocks += [Heading(_("结论"), 2), Paragraph(conclusion(packed))]
    return steady(write_word(Paper(_("测评材料提交表"), blocks, subtitle=packed.standard.code)))


def facts(packed: PackedStandard) -> list[tuple[str, str]]:
    """What the sheet tells of the standard itself, below its item."""
    standard = packed.standard
    return [
        (_("测评内容"), standard.content.name),
        (_("测评标准"), standard.text),
        (_("材料要求"), standard.evidence or _("见下")),
        (_("应提供"), _("%(n)s份") % {"n": packed.asked}),
        (_("已收入"), _("%(n)s份") % {"n": packed.accepted}),
    ]


def request_words(each: PackedRequest) -> str:
    """Of what kind, from whom and of which days a request wants material."""
    material = each.material
    told = {"kind": _(KIND_LABELS[Kind(material.kind)]), "unit": material.unit.name}
    window = _("材料期间：%(window)s。") % {"window": window_words(material)} if window_words(material) else ""
    return _("%(kind)s，%(unit)s提供。") % told + window


def told_of(package: Package, piece: Piece) -> str:
    """The caption, and whether the picture is a copy in which somebody hid faces."""
    words = [caption_words(piece.caption)] if piece.caption else []
    words += [_("面部、车牌已遮挡的副本")] if piece.file_id in package.covers else []
    return "；".join(words) or "—"


def by_item(package: Package) -> list[tuple[str, list[PackedStandard]]]:
    """The standards under the names of their items."""
    found: dict[str, list[PackedStandard]] = {}
    for each in package.standards:
        found.setdefault(each.standard.content.item.name, []).append(each)
    return list(found.items())


def state_words(packed: PackedStandard) -> str:
    """Whether everything is there."""
    missing = sum(max(0, each.material.count - len(each.pieces)) for each in packed.requests)
    return _("缺%(n)s份") % {"n": missing} if missing else _("齐全")


def conclusion(packed: PackedStandard) -> str:
    """The last sentence of the sheet."""
    missing = sum(max(0, each.material.count - len(each.pieces)) for each in packed.requests)
    if missing:
        return _("按要求还缺%(n)s份材料，待补充。") % {"n": missing}
    return _("要求的材料已全部提供并经审核认可。")
