"""Helpers of tests that need material."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chuangcheng.core.files import store
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import photo
from chuangcheng.core.times import today
from chuangcheng.evidence.models import MaterialRequest, Piece
from chuangcheng.evidence.queries import pieces_now
from chuangcheng.evidence.services import (
    Asked,
    Judged,
    NewMaterial,
    NewPiece,
    ask_for_materials,
    hand_in,
    review_material,
)
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.standards.testing import make_draft, make_framework, make_part, standard_of

if TYPE_CHECKING:
    from chuangcheng.standards.models import Standard

CAPTION = {
    "time": "2026年9月12日",
    "place": "柳巷社区",
    "people": "志愿者",
    "theme": "清洁家园",
    "background": "实践月",
}
EVIDENCE = "统计表格1份（近12个月）：垃圾收运统计；实景图片4张（近12个月）：分类设施"


def proof_standard(**facts: Any) -> Standard:
    """A standard of ten marks judged by its material alone, in a framework of its own."""
    part = make_part("网上申报", Decimal(1), "proof", "")
    draft = make_draft("1.1", marks=Decimal(10), parts=(part,), evidence=EVIDENCE)
    return standard_of(make_framework(draft, **facts), "1.1")


def asked(cast: Cast, standard: Standard, **more: Any) -> Asked:
    """Two pictures of the sanitation bureau in thirty days; other facts take the place of the usual ones."""
    usual: dict[str, Any] = {
        "standard_id": standard.pk,
        "unit_id": cast.sanitation.pk,
        "title": "分类设施实景",
        "kind": "picture",
        "count": 2,
        "formats": ("picture",),
        "captions": ("time", "place"),
        "due_on": today() + timedelta(days=30),
    }
    return Asked(**{**usual, **more})


def make_material(cast: Cast, standard: Standard | None = None, **more: Any) -> MaterialRequest:
    """A request that the office made."""
    line = NewMaterial(new_id(), asked(cast, standard or proof_standard(), **more))
    return ask_for_materials(actor=actor_of(cast.chief), lines=[line])[0]


def picture(shade: int = 0, **facts: Any) -> StoredFile:
    """A stored picture; another shade is another content."""
    return store(photo(shade=shade, **facts), name="实景.jpg")


def bring(cast: Cast, material: MaterialRequest, count: int = 1, *, first: int = 0) -> list[Piece]:
    """The bureau's liaison officer brings so many pictures, of shades from `first` on."""
    pieces = [NewPiece(picture(first + number), f"实景{first + number}.jpg", CAPTION) for number in range(count)]
    event = hand_in(actor=actor_of(cast.liaison), material_id=material.pk, event_id=new_id(), pieces=pieces)
    material.refresh_from_db()
    return list(event.pieces.all())


def judge(cast: Cast, material: MaterialRequest, verdict: str, pieces: Sequence[Piece] = ()) -> None:
    """The office says this of the pieces, or of all that stand."""
    chosen = pieces or [each.piece for each in pieces_now(material)]
    judged = [Judged(piece.pk, verdict, "画面模糊" if verdict == "returned" else "") for piece in chosen]
    review_material(actor=actor_of(cast.chief), material_id=material.pk, event_id=new_id(), judged=judged)
    material.refresh_from_db()
