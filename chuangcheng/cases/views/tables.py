"""The table of cases: which columns there are, and each cell drawn without a template, since a page has hundreds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.models import Case
from chuangcheng.cases.wording import Told, deadline_told, state_tone, term_told
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.saved_views import Column
from chuangcheng.core.templatetags.ui import deadline_badge, full_moment, icon, moment, state_badge
from chuangcheng.core.times import now


@dataclass(frozen=True, slots=True)
class Line:
    """A case with what is told of it now."""

    case: Case
    deadline: Told


@dataclass(frozen=True, slots=True)
class CaseColumn(Column):
    """A column with how its cells are drawn."""

    draw: Callable[[Line], SafeString | str] = lambda _line: ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class CaseTable:
    """A table ready to be shown: heads as name and label, one body of rows."""

    columns: Sequence[CaseColumn]
    body: SafeString
    is_choosable: bool = False


def case_table(cases: Sequence[Case], *, columns: Sequence[CaseColumn] = (), is_choosable: bool = False) -> CaseTable:
    """The cases as a table; without columns the usual ones. `is_choosable`: a box named `case` in front of each."""
    shown = columns or USUAL_COLUMNS
    heads = [(column, "" if column.name in UNLABELLED else str(column.label)) for column in shown]
    rows = (_row(line, heads, is_choosable=is_choosable) for line in _lines(cases))
    return CaseTable(shown, mark_safe("".join(rows)), is_choosable)  # noqa: S308 - rows of format_html


def columns_named(names: Iterable[str]) -> list[CaseColumn]:
    """The columns with these names, in the order of the table; what is not known is passed over."""
    wanted = {*names, "problem"}  # the way to the case
    return [column for column in COLUMNS if column.name in wanted]


def _lines(cases: Sequence[Case]) -> list[Line]:
    at, calendar = now(), office_calendar()
    return [Line(case, deadline_told(case, now=at, calendar=calendar)) for case in cases]


def _row(line: Line, heads: Sequence[tuple[CaseColumn, str]], *, is_choosable: bool) -> SafeString:
    cells = format_html_join(
        "",
        '<td class="col-{} {}" data-label="{}">{}</td>',
        (
            (column.name, column.css, "" if column.name in UNLABELLED else label, column.draw(line))
            for column, label in heads
        ),
    )
    return format_html('<tr data-point="{}">{}{}</tr>', line.case.pk, _box(line) if is_choosable else "", cells)


def _box(line: Line) -> SafeString:
    return format_html(
        '<td class="cell-check"><input type="checkbox" name="case" value="{}" aria-label="{}"></td>',
        f"{line.case.pk}~{line.case.latest_event_id}",
        _("选择%(number)s") % {"number": line.case.number},
    )


def _problem(line: Line) -> SafeString:
    case = line.case
    return format_html(
        '<div class="case-line"><a class="long" href="{}" title="{}">{}</a>{}{}{}</div>',
        reverse("cases:case", args=[case.pk]),
        case.description,
        case.description,
        format_html('<span class="case-urgent">{}</span>', _("紧急")) if case.severity == "urgent" else "",
        relapse_badge(case),
        format_html('<span class="case-class">{}</span>', case.problem_class.name) if case.problem_class else "",
    )


def relapse_badge(case: Case) -> SafeString | str:
    """How often the problem came back; nothing when it did not."""
    if not case.relapse_count:
        return ""
    words = _("回潮 第%(count)d次") % {"count": case.relapse_count}
    return format_html('<span class="case-relapse">{}{}</span>', icon("refresh"), words)


def _place(line: Line) -> SafeString:
    return format_html('<span class="long" title="{}">{}</span>', line.case.place, line.case.place)


def _state(line: Line) -> SafeString:
    return state_badge(state_tone(line.case.state), line.case.get_state_display())


def _deadline(line: Line) -> SafeString | str:
    told = line.deadline
    return deadline_badge(told.tone, told.words, line.case.due_at) if told.words else ""


def _at(field: str) -> Callable[[Line], SafeString | str]:
    def draw(line: Line) -> SafeString | str:
        value: datetime | None = getattr(line.case, field)
        if value is None:
            return ""
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', value.isoformat(), full_moment(value), moment(value)
        )

    return draw


def _name(relation: str) -> Callable[[Line], str]:
    def draw(line: Line) -> str:
        found = getattr(line.case, relation)
        return found.name if found is not None else ""

    return draw


def _words(field: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.case, f"get_{field}_display")())


def _count(field: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.case, field) or "")


def _column(
    name: str, label: str | Promise, draw: Callable[[Line], SafeString | str], css: str = "", *, usual: bool = False
) -> CaseColumn:
    return CaseColumn(name=name, label=label, is_usual=usual, draw=draw, css=css)


UNLABELLED = frozenset({"number", "problem"})  # say by themselves what they are, on a phone

COLUMNS = (
    _column("number", gettext_lazy("编号"), lambda line: line.case.number, "cell-number keep", usual=True),
    _column("problem", gettext_lazy("问题"), _problem, "cell-title", usual=True),
    _column("place", gettext_lazy("地点"), _place, usual=True),
    _column("area", gettext_lazy("所在街镇"), _name("area")),
    _column("unit", gettext_lazy("责任单位"), _name("lead_unit"), usual=True),
    _column("source", gettext_lazy("来源"), _words("source")),
    _column("state", gettext_lazy("状态"), _state, usual=True),
    _column("outcome", gettext_lazy("办理结果"), _words("outcome")),
    _column("deadline", gettext_lazy("期限"), _deadline, usual=True),
    _column("term", gettext_lazy("整改时限"), lambda line: term_told(line.case.term) if line.case.due_at else ""),
    _column("due", gettext_lazy("到期时间"), _at("due_at"), "keep"),
    _column("reported", gettext_lazy("上报"), _at("reported_at"), "keep", usual=True),
    _column("fed_back", gettext_lazy("反馈"), _at("fed_back_at"), "keep"),
    _column("closed", gettext_lazy("结案"), _at("closed_at"), "keep"),
    _column("reworks", gettext_lazy("返工次数"), _count("rework_count"), "num"),
    _column("returns", gettext_lazy("回退次数"), _count("send_back_count"), "num"),
)
USUAL_COLUMNS = tuple(column for column in COLUMNS if column.is_usual)
