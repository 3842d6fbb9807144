"""Pieces are brought: each checked against what was asked, one version after the other; and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files.kinds import BY_MEDIA_TYPE, MEGABYTE
from chuangcheng.core.ids import new_id
from chuangcheng.core.lines import checked_lines
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.access import require_supply
from chuangcheng.evidence.formats import limits_of
from chuangcheng.evidence.indexing import INDEXED_WITH, forget_pieces, index_materials, index_pieces
from chuangcheng.evidence.models import Judgement, MaterialEvent, MaterialRequest, Piece
from chuangcheng.evidence.queries.pieces import PieceNow, pieces_now
from chuangcheng.evidence.services.checking import text_of
from chuangcheng.evidence.services.keeping import BROUGHT, NAME_LETTERS, Origin
from chuangcheng.evidence.services.reading import read_later
from chuangcheng.evidence.services.steps import once, recorded, settle
from chuangcheng.evidence.workflow import CAPTION_LABELS, Verdict

MOST_AT_ONCE = 200  # pieces of one step, as a folder brings them; our choice
MOST_STANDING = 300  # pieces of one request; our choice
CAPTION_LETTERS = 200
LABEL_LETTERS = 200


@dataclass(frozen=True, slots=True)
class NewPiece:
    """A file with its caption; `replaces`: the returned piece of which this is the next version."""

    file: StoredFile
    name: str
    caption: Mapping[str, str] = field(default_factory=dict)
    replaces: UUID | None = None
    origin: Origin = BROUGHT


def hand_in(
    *, actor: Actor, material_id: UUID, event_id: UUID, pieces: Sequence[NewPiece], text: str = ""
) -> MaterialEvent:
    """The recorded step. The same `event_id` again gives the step recorded then and changes nothing.

    LinesRefused names each file that is not taken, with what its caption lacks; then none is handed in.
    """

    def work(material: MaterialRequest) -> MaterialEvent:
        require_supply(actor, material)
        there = pieces_now(material)
        checked = checked_lines(pieces, lambda piece: _checked(material, piece))
        _check_together(checked, there)
        event = recorded(actor, material, event_id, "hand_in", text=text_of(text, 1000))
        Piece.objects.bulk_create(
            Piece(
                id=new_id(),
                request=material,
                event=event,
                file=piece.file,
                name=piece.name,
                caption=dict(piece.caption),
                replaces_id=piece.replaces,
                source_kind=piece.origin.kind,
                source_id=piece.origin.id,
                source_label=piece.origin.label[:LABEL_LETTERS],
                person_id=actor.person_id,
            )
            for piece in checked
        )
        settle(material)
        audit.record(actor=actor, action="evidence.hand_in", subject=material, detail={"pieces": len(checked)})
        index_materials([material.pk])
        forget_pieces([piece.replaces for piece in checked if piece.replaces is not None])
        index_pieces(list(event.pieces.select_related(*INDEXED_WITH)))
        read_later([piece.file for piece in checked])
        return event

    return once(actor=actor, material_id=material_id, event_id=event_id, move="hand_in", work=work)


def withdraw_piece(*, actor: Actor, material_id: UUID, event_id: UUID, piece_id: UUID) -> MaterialEvent:
    """Takes back a piece that nobody looked at yet; it stays on record."""

    def work(material: MaterialRequest) -> MaterialEvent:
        require_supply(actor, material)
        piece = next((each for each in pieces_now(material) if each.piece.pk == piece_id), None)
        if piece is None or piece.verdict:
            raise InvalidInput(_("只能撤回还没有审核的材料，请刷新页面查看最新情况。"))
        event = recorded(actor, material, event_id, "withdraw", text=piece.piece.name)
        Judgement.objects.create(piece=piece.piece, event=event, verdict=Verdict.WITHDRAWN.value)
        settle(material)
        audit.record(actor=actor, action="evidence.withdraw", subject=material)
        index_materials([material.pk])
        forget_pieces([piece_id])
        return event

    return once(actor=actor, material_id=material_id, event_id=event_id, move="withdraw", work=work)


def check_file(material: MaterialRequest, file: StoredFile, name: str) -> None:
    """InvalidInput (one sentence with the name) when the request takes no such file."""
    limits = limits_of(material.formats, material.megabytes)
    told = {"name": name[-60:], "wanted": limits.wanted, "most": material.megabytes, "pixels": material.least_pixels}
    if BY_MEDIA_TYPE[file.media_type] not in limits.kinds:
        raise InvalidInput(_("“%(name)s”不是这项材料要的格式，请上传%(wanted)s。") % told)
    if file.size > material.megabytes * MEGABYTE:
        raise InvalidInput(_("“%(name)s”超过%(most)s MB，请压缩后再上传。") % told)
    if file.width and max(file.width, file.height or 0) < material.least_pixels:
        raise InvalidInput(_("照片“%(name)s”太小，长边应不少于%(pixels)s像素，请上传原图。") % told)


def double_words(name: str) -> str:
    """What is said of a file that was handed in for this request before."""
    return _("“%(name)s”已经提交过，请去掉重复的文件。") % {"name": name[-60:]}


def _checked(material: MaterialRequest, piece: NewPiece) -> NewPiece:
    name = text_of(piece.name.replace("\\", "/").rpartition("/")[2], 1000)[-NAME_LETTERS:] or _("未命名")
    check_file(material, piece.file, name)
    return replace(piece, name=name, caption=_caption(material, piece.caption, name))


def _caption(material: MaterialRequest, given: Mapping[str, str], name: str) -> dict[str, str]:
    texts = {field: text_of(given.get(field, ""), CAPTION_LETTERS) for field in CAPTION_LABELS}
    missing = [str(_(CAPTION_LABELS[field])) for field in material.captions if not texts[field]]
    if missing:
        told = {"name": name[-60:], "missing": _("、").join(missing)}
        raise InvalidInput(_("请补全“%(name)s”的说明：%(missing)s。") % told)
    return {field: text for field, text in texts.items() if text}


def _check_together(pieces: Sequence[NewPiece], there: Sequence[PieceNow]) -> None:
    if not pieces or len(pieces) > MOST_AT_ONCE:
        raise InvalidInput(_("一次可以提交1到%(most)s个文件。") % {"most": MOST_AT_ONCE})
    replaced = [piece.replaces for piece in pieces if piece.replaces is not None]
    may_replace = {each.piece.pk for each in there if each.verdict != Verdict.ACCEPTED}
    if len(set(replaced)) < len(replaced) or not may_replace.issuperset(replaced):
        raise InvalidInput(_("要替换的材料已经变化，请刷新页面后重新提交。"))
    kept = {each.piece.file_id for each in there if each.piece.pk not in replaced}
    for piece in pieces:
        if piece.file.pk in kept:
            raise InvalidInput(double_words(piece.name))
        kept.add(piece.file.pk)
    if len(kept) > MOST_STANDING:
        raise InvalidInput(_("一项材料最多%(most)s个文件，请去掉一些。") % {"most": MOST_STANDING})
