"""Material asked for by a dozen standards, on its way in all states: brought, returned with marked places, accepted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.files import store
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.demo.photos import draw
from chuangcheng.evidence.formats import USUAL
from chuangcheng.evidence.models import MaterialRequest
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
from chuangcheng.evidence.wanted import wanted_of
from chuangcheng.evidence.workflow import CAPTION_FIELDS, Kind, Mark
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Post
from chuangcheng.orgs.queries import people_of_units
from chuangcheng.standards.models import Duty, Framework

OFFICER = "cailiaoyuan"  # its bureau has some of its own
TOTAL, OF_OFFICER = 12, 4  # standards
ASKED, BROUGHT, REVIEWED, AGAIN = 30, 12, 8, 3  # days ago
MOST_PIECES = 2  # drawn for one request
# What happened to a request: brought, then accepted or returned; all pieces or only the first.
COURSES = ("accepted", "waiting", "returned", "asked", "accepted", "mended")


def make_materials(framework: Framework, people: People, at: datetime) -> None:
    """By the services that people use, at the moments when they did it."""
    office = actor_with_id(people.by_username["chuangchengban"].pk)
    officer = actor_with_id(people.by_username[OFFICER].pk)
    duties = _chosen(framework, officer)
    made = _asked(office, duties, at)
    ids = people_of_units([duty.unit_id for duty in duties], duties=[Post.Duty.LIAISON], today=at.date())
    for number, material in enumerate(made):
        course = COURSES[number % len(COURSES)]
        supplier = officer if material.unit_id in officer.unit_ids else None
        if supplier is None and ids.get(material.unit_id):
            supplier = actor_with_id(ids[material.unit_id][0])
        if supplier is not None and course != "asked":
            _course(material, course, office, supplier, at)


def _chosen(framework: Framework, officer: Actor) -> list[Duty]:
    rows = Duty.objects.filter(standard__framework=framework, kind="lead").exclude(standard__evidence="")
    duties = sorted(rows.select_related("standard", "unit"), key=lambda duty: duty.standard.order)
    own = [duty for duty in duties if duty.unit_id in officer.unit_ids][:OF_OFFICER]
    others = [duty for duty in duties if duty.unit_id not in officer.unit_ids]
    return [*own, *others[:: max(1, len(others) // (TOTAL - len(own)))][: TOTAL - len(own)]]


def _asked(office: Actor, duties: Sequence[Duty], at: datetime) -> list[MaterialRequest]:
    moment, rng = at - timedelta(days=ASKED), dice("materials")
    lines: list[NewMaterial] = []
    for duty in duties:
        for wanted in wanted_of(duty.standard.evidence):
            is_picture, number = wanted.kind is Kind.PICTURE, len(lines)
            asked = Asked(
                standard_id=duty.standard_id,
                unit_id=duty.unit_id,
                title=wanted.title,
                kind=wanted.kind.value,
                count=min(wanted.count, MOST_PIECES + 1),
                formats=USUAL[wanted.kind],
                captions=CAPTION_FIELDS if is_picture else (),
                first_on=_months_before(at.date(), wanted.months or 12),
                due_on=at.date() + timedelta(days=(number * 5) % 40 - 6),
            )
            lines.append(NewMaterial(id_at(moment + timedelta(seconds=number), rng), asked))
    with replayed_at(moment):
        return ask_for_materials(actor=office, lines=lines)


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _course(material: MaterialRequest, course: str, office: Actor, supplier: Actor, at: datetime) -> None:
    is_messy = course in ("returned", "mended")
    count = min(material.count, MOST_PIECES)
    pieces = [_piece(material, number, at, is_messy=is_messy and not number) for number in range(count)]
    _bring(material, pieces, supplier, at - timedelta(days=BROUGHT))
    if course == "waiting":
        return
    reviewed = at - timedelta(days=REVIEWED)
    there = pieces_now(material)
    is_sound = course == "accepted"
    judged = [
        Judged(each.piece.pk, "accepted") if is_sound or number else _returned(material, each.piece.pk)
        for number, each in enumerate(there)
    ]
    _judge(material, judged, office, reviewed)
    if course == "mended":
        new = _piece(material, MOST_PIECES, at, is_messy=False)
        mended = NewPiece(new.file, new.name, new.caption, there[0].piece.pk)
        _bring(material, [mended], supplier, at - timedelta(days=AGAIN))


def _returned(material: MaterialRequest, piece_id: object) -> Judged:
    if material.kind == Kind.PICTURE:
        marks = [Mark(0.28, 0.66, 0.3, 0.24)]
        return Judged(piece_id, "returned", "画面里还有杂物，请整理后重拍。", marks)  # type: ignore[arg-type]
    return Judged(piece_id, "returned", "没有落款和日期，请补齐后重新提交。")  # type: ignore[arg-type]


def _bring(material: MaterialRequest, pieces: Sequence[NewPiece], supplier: Actor, moment: datetime) -> None:
    with replayed_at(moment):
        event_id = id_at(moment, dice(f"{material.number} bring"))
        hand_in(actor=supplier, material_id=material.pk, event_id=event_id, pieces=pieces)


def _judge(material: MaterialRequest, judged: Sequence[Judged], office: Actor, moment: datetime) -> None:
    with replayed_at(moment):
        event_id = id_at(moment, dice(f"{material.number} judge"))
        review_material(actor=office, material_id=material.pk, event_id=event_id, judged=judged)


def _piece(material: MaterialRequest, number: int, at: datetime, *, is_messy: bool) -> NewPiece:
    name = f"{material.title[:20]}{number + 1}"
    if material.kind == Kind.PICTURE:
        taken = at - timedelta(days=20 + number)
        drawn = draw(f"{material.number}/{number}", material.title[:16], taken, is_after=not is_messy)
        caption = {
            "time": f"{taken:%Y年%m月%d日}",
            "place": material.unit.name,
            "people": "工作人员和志愿者（示例）",
            "theme": material.title[:40],
            "background": "文明创建日常工作（示例）",
        }
        return NewPiece(store(drawn, name=f"{name}.jpg"), f"{name}.jpg", caption)
    if material.kind == Kind.TABLE:
        return NewPiece(_table(material, number), f"{name}.xlsx")
    return NewPiece(_document(material, number), f"{name}.docx")


def _document(material: MaterialRequest, number: int) -> StoredFile:
    blocks: list[Block] = [
        Heading("基本情况"),
        Paragraph(f"本文件是示例，用来说明“{material.title}”这类材料怎样提交，不是任何单位的真实材料。"),
        Paragraph(f"{material.unit.name}（示例第{number + 1}份）", align="right"),
    ]
    return store(write_word(Paper(material.title, blocks, subtitle=material.number)), name="示例.docx")


def _table(material: MaterialRequest, number: int) -> StoredFile:
    stream = io.BytesIO()
    rows = [(f"示例{row + 1}", (row + 1) * 10 + number) for row in range(6)]
    columns = [Column("项目（示例）", width=24), Column("数量", "number")]
    write_workbook(target=stream, tables=[Table("统计表", columns, rows, title=f"{material.title} {material.number}")])
    return store(stream.getvalue(), name="示例.xlsx")
