"""Bulletins for tests: figures of a made-up month, and a bulletin in any state."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import docx

from chuangcheng.command.services.circulars import PassGiven
from chuangcheng.core.files import Upload
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.reports.figures import Cell, Column, Figure, Grid, PeriodFigures, PhotoPair
from chuangcheng.reports.models import Bulletin, PaperTemplate
from chuangcheng.reports.periods import Kind, span_of
from chuangcheng.reports.services import add_template, issue_bulletin, keep_bulletin, move_bulletin

RANKED = (("东关街道", 40, 39, 1), ("区城管局", 30, 28, 2), ("西苑街道", 25, 20, 5), ("柳河镇", 12, 9, 3))


def make_figures(kind: Kind = Kind.MONTHLY, *, photos: tuple[PhotoPair, ...] = (), name: str = "") -> PeriodFigures:
    """Made-up figures of September 2026 or the period that it lies in; `name` is written in the place of names."""
    span = span_of(kind, date(2026, 9, 7))
    main = (
        _figure("cases.received", "上报", 1234, "件", 1200),
        _figure("cases.due", "应结案", 1100, "件", 1150),
        _figure("cases.closed", "结案", 1050, "件", 1101),
        _figure("cases.closing_rate", "结案率", "95.45", "%", "95.74"),
        _figure("cases.on_time", "按期结案", 1001, "件", 1020),
        _figure("cases.on_time_rate", "按期结案率", "91.00", "%", "88.70"),
        _figure("cases.overdue", "超期", 99, "件", 130),
        _figure("cases.reworked", "返工", 21, "件", 30),
        _figure("relapses.count", "回潮", 17, "件", 25),
        _figure("score.total", "得分", "87.70", "分", "86.20"),
        _figure("score.low", "得分下限", "80.15", "分", "79.00"),
        _figure("score.high", "得分上限", "92.40", "分", "91.00"),
        _figure("tasks.open", "在办任务", 56, "项", None),
        _figure("tasks.late", "超期任务", 7, "项", None),
        _figure("tasks.closed", "已销号任务", 311, "项", None),
        _figure("material.asked", "应报材料", 640, "件", None),
        _figure("material.accepted", "已通过材料", 512, "件", None),
        _figure("material.rate", "材料完成率", "80.00", "%", None),
    )
    return PeriodFigures(
        kind=kind.value,
        first=span.first,
        last=span.last,
        as_of=datetime(2026, 10, 1, 9, tzinfo=SHANGHAI),
        place="云澜区",
        void_by="",
        main=main,
        grids=_grids(name),
        photos=photos,
    )


def make_bulletin(
    cast: Cast, *, state: str = "draft", kind: Kind = Kind.MONTHLY, figures: PeriodFigures | None = None
) -> Bulletin:
    """A bulletin made by the creation office, brought to a state by the services."""
    office, leader = actor_of(cast.chief), actor_of(cast.leader)
    made = keep_bulletin(actor=office, bulletin_id=new_id(), figures=figures or make_figures(kind))
    for move, actor in (("submit", office), ("approve", leader)):
        if made.state == state:
            return made
        made = move_bulletin(actor=actor, bulletin_id=made.pk, code=move)
    if state == "issued":
        given = PassGiven(unit_ids=(cast.sanitation.pk, cast.east.pk))
        return issue_bulletin(actor=office, bulletin_id=made.pk, given=given)
    return made


def word_template(*paragraphs: str, cells: tuple[str, ...] = ()) -> bytes:
    """A docx as the office would write it: paragraphs, then a table of one line."""
    paper = docx.Document()
    for text in paragraphs:
        paper.add_paragraph(text)
    if cells:
        table = paper.add_table(1, len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def make_template(cast: Cast, content: bytes | None = None, *, kind: str = "bulletin_monthly") -> PaperTemplate:
    """A template that the creation office uploaded; not in force."""
    upload = Upload(content or word_template("本区自己的红头", "{{ 标题 }}", "{{ 正文 }}"), "本区模板.docx")
    return add_template(actor=actor_of(cast.chief), template_id=new_id(), kind=kind, upload=upload)


def _figure(key: str, label: str, value: object, unit: str, before: object) -> Figure:
    old = None if before is None else Decimal(str(before))
    return Figure(key, label, Decimal(str(value)), unit, "整改统计", old)


def _grids(name: str) -> tuple[Grid, ...]:
    header = ("名次", "单位", "应结案", "按期", "超期", "按期率", "较上期", "回潮")
    columns = ("number", "text", "number", "number", "number", "rate", "change", "number")
    rows = tuple(
        (at, name or unit, due, fixed, late, (Decimal(100) * fixed / due).quantize(Decimal("0.01")), Decimal("1.20"), 1)
        for at, (unit, due, fixed, late) in enumerate(RANKED, start=1)
    )
    spread = ("text", "number", "change", "number", "rate", "number")
    lines = ((name or "占道经营", 40, Decimal(-3), 38, Decimal("92.10"), 3), ("乱停乱放", 31, Decimal(4), 30, None, 0))
    decided = ((name or "补齐果皮箱", "区城管局", "2026-10-12", "办理中"),)
    return (
        Grid("ranking", "各单位按期结案排名", header, columns, rows, "高的在前。"),  # type: ignore[arg-type]
        _board(name),
        Grid("class", "按问题类别", ("问题类别", "上报", "较上期", "应结案", "按期率", "超期"), spread, lines),  # type: ignore[arg-type]
        Grid("resolutions", "未办结的会议决定事项", ("决定事项", "责任单位", "时限", "状态"), ("text",) * 4, decided),
        Grid("visits", "迎检倒计时", *_visits()),
    )


def _board(name: str) -> Grid:
    header = ("名次", "单位", "得分", "按期结案率", "红黑榜")
    rows: tuple[tuple[Cell, ...], ...] = (
        (1, name or "东关街道", Decimal("96.50"), Decimal("97.50"), "红榜"),
        (2, name or "西苑街道", Decimal("88.00"), None, ""),
    )
    return Grid(
        "board-1", "街道榜（2026年9月）", header, ("text", "text", "points", "rate", "text"), rows, "以榜为准。"
    )


def _visits() -> tuple[tuple[str, ...], tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    header = ("迎检", "开始", "结束", "还有（天）", "工作日（天）")
    columns: tuple[Column, ...] = ("text", "text", "text", "number", "number")
    return header, columns, (("省级测评", "2026-11-02", "2026-11-05", 32, 17),)
