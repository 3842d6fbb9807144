"""A decision as Word and PDF, and the list of matters as Excel."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.documents.days import long_day
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.paper import Block, Heading, Masthead, Paper, Paragraph
from chuangcheng.core.documents.values import Value
from chuangcheng.core.shell import Text
from chuangcheng.core.times import local_date, today
from chuangcheng.supervision.accountability_wording import finding_words, grade_of, people_of, period_of, state_of
from chuangcheng.supervision.models import Matter

TITLES: dict[str, Text] = {
    "criticism": gettext_lazy("批评教育决定书"),
    "deadline": gettext_lazy("限期整改通知书"),
    "talk": gettext_lazy("约谈通知书"),
    "notice": gettext_lazy("问责情况通报"),
    "referral": gettext_lazy("问责线索移交函"),
    "praise": gettext_lazy("通报表扬"),
    "commendation": gettext_lazy("表彰决定"),
    "reward": gettext_lazy("奖励决定"),
}


def decision_paper(matter: Matter) -> Paper:
    """The letter as an office files it: red head, to whom, what was found, what was decided, what is asked, appeal."""
    blocks: list[Block] = [
        Paragraph(_("%(unit)s：") % {"unit": matter.unit.name}, "flush"),
        Heading(_("一、主要事迹") if matter.is_praise else _("一、认定的事实")),
        Paragraph(matter.facts),
        *finding_paragraphs(matter),
        Heading(_("二、决定")),
        Paragraph(decided_words(matter)),
    ]
    if matter.requirement or matter.term_on is not None:
        blocks += [Heading(_("三、要求")), Paragraph(f"{matter.requirement}{term_words(matter)}")]
    if matter.appeal_until is not None:
        blocks.append(Paragraph(appeal_words(matter)))
    blocks += [Paragraph(matter.office_name, "right"), Paragraph(decided_day(matter), "right")]
    head = Masthead(matter.office_name, matter.number, "", decided_day(matter))
    return Paper(title=title_of(matter), blocks=blocks, masthead=head)


def title_of(matter: Matter) -> str:
    """行动迟缓约谈通知书."""
    return f"{matter.get_ground_display()}{TITLES[matter.grade]}"


def finding_paragraphs(matter: Matter) -> list[Block]:
    """What the records show, a paragraph each."""
    return [Paragraph(f"{period_of(matter)}，{finding_words(finding)}。") for finding in matter.findings]


def file_name(matter: Matter, kind: str) -> str:
    """ "约谈通知书-创督问〔2026〕12号-区城管局.docx"."""
    return f"{TITLES[matter.grade]}-{matter.number}-{matter.unit.name}.{kind}"


def matters_workbook(matters: Iterable[Matter]) -> tuple[str, bytes]:
    """Name and content. `matters`: with `is_appealed`."""
    columns = [
        Column(_("编号"), width=20),
        Column(_("单位"), width=26),
        Column(_("情形"), width=14),
        Column(_("时段"), width=16),
        Column(_("措施"), width=12),
        Column(_("主要负责人"), width=24),
        Column(_("直接责任人"), width=24),
        Column(_("状态"), "centred", width=12),
        Column(_("决定时间"), "moment"),
        Column(_("决定人"), width=12),
        Column(_("期限"), "date"),
        Column(_("落实时间"), "moment"),
        Column(_("影响期至"), "date"),
    ]
    name = _("奖惩问责台账")
    day = today()
    rows = [_line(matter, state_of(matter, day, is_appealed=_is_appealed(matter))[1]) for matter in matters]
    return f"{name}-{day}.xlsx", write_table(name=name, columns=columns, rows=rows, title=name)


def _is_appealed(matter: Matter) -> bool:
    return bool(getattr(matter, "is_appealed", False))


def _line(matter: Matter, state: str) -> tuple[Value, ...]:
    return (
        matter.number,
        matter.unit.name,
        matter.get_ground_display(),
        period_of(matter),
        str(grade_of(matter)[1]),
        f"{matter.head_name} {matter.head_post}".strip(),
        f"{matter.responsible_name} {matter.responsible_post}".strip(),
        state,
        matter.decided_at,
        matter.decided_by_name,
        matter.term_on,
        matter.done_at,
        matter.expires_on,
    )


def decided_words(matter: Matter) -> str:
    """For whom which measure was decided, in a sentence."""
    people = "、".join(
        _("%(name)s同志（%(post)s）") % {"name": name, "post": post} for _as, name, post in people_of(matter)
    )
    facts = {"people": people, "unit": matter.unit.name, "grade": matter.get_grade_display()}
    if not people:
        return _("经研究，决定对%(unit)s给予%(grade)s。") % facts
    if matter.grade == "talk":
        return _("经研究，决定约谈%(people)s。") % facts
    if matter.grade == "referral":
        return _("现将%(people)s的问责线索移交纪检监察机关，依规依纪追究责任。") % facts
    if matter.grade == "deadline":
        return _("经研究，决定责令%(people)s限期整改。") % facts
    return _("经研究，决定对%(people)s给予%(grade)s。") % facts


def term_words(matter: Matter) -> str:
    """By when, in a sentence; empty without a term."""
    if matter.term_on is None:
        return ""
    day = matter.term_on
    facts = {"year": day.year, "month": day.month, "day": day.day}
    if matter.grade == "talk":
        return _("请于%(year)s年%(month)s月%(day)s日到场接受约谈。") % facts
    return _("请于%(year)s年%(month)s月%(day)s日前完成整改并书面报告。") % facts


def appeal_words(matter: Matter) -> str:
    """How to appeal and until when; empty where nobody may."""
    if matter.appeal_until is None:
        return ""
    day = local_date(matter.appeal_until)
    facts = {"year": day.year, "month": day.month, "day": day.day}
    return (
        _("对本决定不服的，可以在%(year)s年%(month)s月%(day)s日零时前在系统中提出申诉，由未参与决定的人员办理。")
        % facts
    )


def decided_day(matter: Matter) -> str:
    """The day of the decision: 2026年10月8日."""
    return long_day(local_date(matter.decided_at) if matter.decided_at is not None else today())
