"""The agenda and the minutes of a meeting as Word, in the form of an office paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.command.meeting_wording import reply_words, standing_of
from chuangcheng.command.models import Meeting, MeetingUnit
from chuangcheng.command.queries.meetings import MeetingStory, held_on
from chuangcheng.command.queries.resolutions import Checked
from chuangcheng.command.queries.review_figures import review_figures
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph, Table
from chuangcheng.core.documents.values import Value, written_moment
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.times import now

NUMERALS = "一二三四五六七八九十"


def agenda_paper(story: MeetingStory, *, actor: Actor) -> bytes:
    """会议议程: when, where, who; last resolutions first, then items with papers, speeches, figures, who is called."""
    found = story.meeting
    blocks: list[Block] = [Paragraph("\n".join(_head(found)), "flush")]
    parts = [_checked(story.checked, is_kept=False), _items(story, with_conclusions=False), _speeches(story.units)]
    parts += [_figures(actor, found), _called(story.units)]
    blocks += _numbered(parts)
    return write_word(Paper(title=_title(found, _("议程")), subtitle=_subtitle(found), blocks=blocks))


def minutes_paper(story: MeetingStory) -> bytes:
    """会议纪要: text, how the last resolutions stood, conclusions, resolutions, who came."""
    found = story.meeting
    blocks: list[Block] = [Paragraph("\n".join(_head(found)), "flush")]
    if found.minutes:
        blocks.append(Paragraph(found.minutes))
    parts = [_checked(story.checked, is_kept=True), _items(story, with_conclusions=True), _resolutions(story)]
    parts.append(_present(story.units))
    blocks += _numbered(parts)
    kind = _("纪要") if found.issued_at is not None else _("纪要（未印发）")
    return write_word(Paper(title=_title(found, kind), subtitle=_subtitle(found), blocks=blocks))


def paper_name(found: Meeting, kind: str) -> str:
    """What the file is called, without its ending."""
    return f"{found.title}-{kind}-{held_on(found).isoformat()}"


def _title(found: Meeting, kind: str) -> str:
    return f"{found.title}{kind}"


def _subtitle(found: Meeting) -> str:
    return f"{settings.PLACE_NAME} {found.get_kind_display()} {found.number}"


def _head(found: Meeting) -> list[str]:
    lines = [
        _("时间：%(when)s") % {"when": written_moment(found.starts_at)},
        _("地点：%(place)s") % {"place": found.place},
    ]
    if found.chair:
        lines.append(_("主持：%(chair)s") % {"chair": found.chair})
    return lines


def _numbered(parts: Sequence[tuple[str, Sequence[Block]]]) -> Iterator[Block]:
    """The parts that have something to say, with 一、二、三 before their heads."""
    for numeral, (head, blocks) in zip(NUMERALS, (part for part in parts if part[1]), strict=False):
        yield Heading(f"{numeral}、{head}")
        yield from blocks


def _checked(rows: Sequence[Checked], *, is_kept: bool) -> tuple[str, list[Block]]:
    head = _("上次会议决定事项落实情况") if is_kept else _("通报上次会议决定事项落实情况")
    if not rows:
        return head, []
    table: list[list[Value]] = [
        [
            each.resolution.text,
            each.resolution.unit.name,
            each.resolution.due_on,
            standing_of(each)[1],
            each.resolution.meeting.title,
        ]
        for each in rows
    ]
    header = [_("决定事项"), _("责任单位"), _("时限"), _("落实情况"), _("哪次会议")]
    return head, [Table(header, table, [4.2, 2.2, 2.5, 2.2, 2.4])]


def _items(story: MeetingStory, *, with_conclusions: bool) -> tuple[str, list[Block]]:
    blocks: list[Block] = []
    for number, item in enumerate(story.items, start=1):
        source = _("（%(kind)s%(number)s）") % {"kind": _kind(item.source_kind), "number": item.source_label}
        blocks.append(Heading(f"{number}. {item.title}{source if item.source_kind else ''}", 3))
        if item.unit is not None:
            blocks.append(Paragraph(_("汇报单位：%(unit)s") % {"unit": item.unit.name}))
        if item.text:
            blocks.append(Paragraph(_("提请研究：%(text)s") % {"text": item.text}))
        if names := "、".join(paper.name for paper in item.papers.all()):
            blocks.append(Paragraph(_("会议材料：%(names)s") % {"names": names}))
        if with_conclusions and item.conclusion:
            blocks.append(Paragraph(_("会议议定：%(text)s") % {"text": item.conclusion}))
    return (_("会议议题") if with_conclusions else _("研究议题")), blocks


def _kind(source_kind: str) -> str:
    return {"case": _("问题"), "task": _("任务"), "special": _("专项整治")}.get(source_kind, "")


def _speeches(units: Sequence[MeetingUnit]) -> tuple[str, list[Block]]:
    speakers = [row for row in units if row.speech]
    lines = [f"{row.unit.name}（{row.get_speech_display()}）" for row in sorted(speakers, key=lambda row: row.speech)]
    return _("单位发言"), [Paragraph("、".join(lines))] if lines else []


def _figures(actor: Actor, found: Meeting) -> tuple[str, list[Block]]:
    figures = review_figures(actor=actor, meeting=found, now=now())
    if figures is None or not figures.rows:
        return "", []
    header = [_("单位"), _("应结问题"), _("按期"), _("超期"), _("按期结案率"), _("在办任务"), _("超期任务")]
    rows: list[list[Value]] = [
        [
            row.unit,
            row.to_close,
            row.on_time,
            row.overdue,
            f"{row.rate}%" if row.rate is not None else "—",
            row.open_tasks,
            row.late_tasks,
        ]
        for row in figures.rows
    ]
    span = {"first": figures.first.isoformat(), "last": figures.last.isoformat()}
    text = _("问题按时限在%(first)s至%(last)s的计，任务按当前状态计，超期多的在前。") % span
    return _("各单位工作情况"), [
        Paragraph(text),
        Table(header, rows, [3.4, 1.4, 1.2, 1.2, 1.8, 1.6, 1.6], figures=range(1, 7)),
    ]


def _called(units: Sequence[MeetingUnit]) -> tuple[str, list[Block]]:
    rows: list[list[Value]] = [[row.unit.name, reply_words(row)] for row in units]
    return _("参会单位"), [Table([_("单位"), _("回执")], rows, [4, 6])] if rows else []


def _resolutions(story: MeetingStory) -> tuple[str, list[Block]]:
    rows: list[list[Value]] = [
        [number, each.resolution.text, each.resolution.unit.name, each.resolution.due_on, _task_number(each)]
        for number, each in enumerate(story.resolutions, start=1)
    ]
    header = [_("序号"), _("决定事项"), _("责任单位"), _("时限"), _("任务编号")]
    return _("决定事项"), [Table(header, rows, [0.9, 4.6, 2.4, 2, 2.6])] if rows else []


def _task_number(each: Checked) -> str:
    return each.resolution.task.number if each.resolution.task else ""


def _present(units: Sequence[MeetingUnit]) -> tuple[str, list[Block]]:
    present = [f"{row.unit.name}（{row.who_came}）" if row.who_came else row.unit.name for row in units if row.attended]
    absent = [row.unit.name for row in units if row.attended is False]
    blocks: list[Block] = []
    if present:
        blocks.append(Paragraph(_("出席：%(units)s。") % {"units": "、".join(present)}))
    if absent:
        blocks.append(Paragraph(_("缺席：%(units)s。") % {"units": "、".join(absent)}))
    return _("到会情况"), blocks
