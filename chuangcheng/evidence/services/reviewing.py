"""Pieces are looked at: accepted, or returned with a reason and marked places. Never by whoever brought them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.pages import MOST_DRAWN
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.files.kinds import PDF
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.access import REVIEW, require_whole
from chuangcheng.evidence.models import Judgement, MaterialEvent, MaterialRequest
from chuangcheng.evidence.queries.pieces import PieceNow, pieces_now
from chuangcheng.evidence.services.checking import text_of
from chuangcheng.evidence.services.steps import once, recorded, settle
from chuangcheng.evidence.workflow import Mark, Verdict, checked_mark

MOST_MARKS = 20  # on one picture; our choice
REASON_LETTERS = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """What a reviewer says of one piece."""

    piece_id: UUID
    verdict: str  # accepted or returned
    text: str = ""
    marks: Sequence[Mark] = ()


def review_material(
    *, actor: Actor, material_id: UUID, event_id: UUID, judged: Sequence[Judged], text: str = ""
) -> MaterialEvent:
    """The recorded step. What was accepted may be returned later, too: the last word counts, every word is kept."""

    def work(material: MaterialRequest) -> MaterialEvent:
        require_whole(actor, REVIEW)
        there = {each.piece.pk: each for each in pieces_now(material)}
        rows = [_checked(actor, each, there) for each in judged]
        if not rows or len({row.piece_id for row in rows}) < len(rows):
            raise InvalidInput(_("请至少对一份材料作出认可或退回。"))
        after = standing_after(there, rows)
        change = after - material.accepted_count
        event = recorded(actor, material, event_id, "review", text=text_of(text, 1000), accepted_change=change)
        for row in rows:
            row.event = event
        Judgement.objects.bulk_create(rows)
        settle(material)
        counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in ("accepted", "returned")}
        audit.record(actor=actor, action="evidence.review", subject=material, detail=counts)
        return event

    return once(actor=actor, material_id=material_id, event_id=event_id, move="review", work=work)


def standing_after(there: Mapping[UUID, PieceNow], rows: Sequence[Judgement]) -> int:
    """How many pieces are accepted once these rows count."""
    said = {piece_id: each.verdict for piece_id, each in there.items()}
    said |= {row.piece_id: row.verdict for row in rows}
    return sum(verdict == Verdict.ACCEPTED for verdict in said.values())


def _checked(actor: Actor, judged: Judged, there: Mapping[UUID, PieceNow]) -> Judgement:
    now = there.get(judged.piece_id)
    if now is None:
        raise InvalidInput(_("有材料已经被替换或撤回，请刷新页面后重新审核。"))
    if now.piece.person_id is not None and now.piece.person_id == actor.person_id:
        raise NotPermitted(_("提交材料的人不能审核自己的材料，请由其他人审核。"))
    if judged.verdict not in (Verdict.ACCEPTED, Verdict.RETURNED):
        raise InvalidInput(_("请选择认可或退回。"))
    text = text_of(judged.text, REASON_LETTERS)
    if judged.verdict == Verdict.RETURNED and not text:
        raise InvalidInput(_("退回“%(name)s”，请写明哪里要改。") % {"name": now.piece.name[-60:]})
    marks = judged.marks if judged.verdict == Verdict.RETURNED else ()
    if len(marks) > MOST_MARKS or any(not _can_bear(now.piece.file, mark) for mark in marks):
        raise InvalidInput(_("只能在图片和PDF页面上标位置，一份最多标%(most)s处。") % {"most": MOST_MARKS})
    places = [checked_mark(mark) for mark in marks]
    return Judgement(
        piece_id=judged.piece_id,
        verdict=str(judged.verdict),
        text=text,
        marks=[_kept(mark) for mark in places],
    )


def _can_bear(file: StoredFile, mark: Mark) -> bool:
    """Whether there may be such a place: on a picture, or on a page of a PDF that is shown."""
    if file.media_type == PDF.media_type:
        return 1 <= mark.page <= MOST_DRAWN
    return file.width is not None and mark.page == 0


def _kept(mark: Mark) -> list[float]:
    place = [mark.x, mark.y, mark.width, mark.height]
    return [*place, mark.page] if mark.page else place
