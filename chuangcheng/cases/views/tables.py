"""The table of cases: which columns there are, and each cell drawn without a template, since a page has hundreds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case
from chuangcheng.cases.wording import Told, deadline_told, state_tone, term_told
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.markup import markup, shown
from chuangcheng.core.saved_views import Column
from chuangcheng.core.templatetags.ui import deadline_badge, full_moment, icon, moment, state_badge
from chuangcheng.core.times import now

ANY_CASE = UUID(int=0)  # stands in the address of a case for the one that is meant


@dataclass(frozen=True, slots=True)
class Line:
    """A case with what is told of it now."""

    case: Case
    deadline: Told
    address: str  # of its page


Drawing: TypeAlias = Callable[[Line], SafeString | str]


@dataclass(frozen=True, slots=True)
class CaseColumn(Column):
    """A column with how its cells are drawn."""

    draw: Drawing = lambda _line: ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class CaseTable:
    """A table ready to be shown: heads as name and label, one body of rows."""

    columns: Sequence[CaseColumn]
    body: SafeString
    is_choosable: bool = False


def case_table(cases: Sequence[Case], *, columns: Sequence[CaseColumn] = (), is_choosable: bool = False) -> CaseTable:
    """The cases as a table; without columns the usual ones. `is_choosable`: a box named `case` in front of each."""
    drawn = columns or USUAL_COLUMNS
    heads = [(_cell_begins(column), column.draw) for column in drawn]
    box = _("选择%(number)s") if is_choosable else ""
    return CaseTable(drawn, markup("".join([_row(line, heads, box) for line in _lines(cases)])), is_choosable)


def columns_named(names: Iterable[str]) -> list[CaseColumn]:
    """The columns with these names, in the order of the table; what is not known is passed over."""
    wanted = {*names, "problem"}  # the way to the case
    return [column for column in COLUMNS if column.name in wanted]


def _lines(cases: Sequence[Case]) -> list[Line]:
    at, calendar = now(), office_calendar()
    before, after = reverse("cases:case", args=[ANY_CASE]).split(str(ANY_CASE))
    return [Line(case, deadline_told(case, now=at, calendar=calendar), f"{before}{case.pk}{after}") for case in cases]


def _cell_begins(column: CaseColumn) -> str:
    label = "" if column.name in UNLABELLED else str(column.label)
    return f'<td class="col-{column.name} {column.css}" data-label="{shown(label)}">'


def _row(line: Line, heads: Sequence[tuple[str, Drawing]], box: str) -> str:
    cells = "".join([f"{begin}{shown(draw(line))}</td>" for begin, draw in heads])
    return f'<tr data-point="{line.case.pk}">{_box(line, box) if box else ""}{cells}</tr>'


def _box(line: Line, label: str) -> str:
    case, told = line.case, shown(label % {"number": line.case.number})
    value = f"{case.pk}~{case.latest_event_id}"
    return f'<td class="cell-check"><input type="checkbox" name="case" value="{value}" aria-label="{told}"></td>'


def _problem(line: Line) -> SafeString:
    case, description = line.case, shown(line.case.told)
    urgent = f'<span class="case-urgent">{shown(_("紧急"))}</span>' if case.severity == "urgent" else ""
    named = f'<span class="case-class">{shown(case.problem_class.name)}</span>' if case.problem_class else ""
    link = f'<a class="long" href="{line.address}" title="{description}">{description}</a>'
    return markup(f'<div class="case-line">{link}{urgent}{relapse_badge(case)}{named}</div>')


def relapse_badge(case: Case) -> SafeString | str:
    """How often the problem came back; nothing when it did not."""
    if not case.relapse_count:
        return ""
    words = _("回潮 第%(count)d次") % {"count": case.relapse_count}
    return markup(f'<span class="case-relapse">{icon("refresh")}{shown(words)}</span>')


def _place(line: Line) -> SafeString:
    place = shown(line.case.place)
    return markup(f'<span class="long" title="{place}">{place}</span>')


def _state(line: Line) -> SafeString:
    return _state_in(get_language(), line.case.state)


@lru_cache
def _state_in(language: str | None, state: str) -> SafeString:  # noqa: ARG001 - what the words are kept by
    return state_badge(state_tone(state), Case(state=state).get_state_display())


def _deadline(line: Line) -> SafeString | str:
    told = line.deadline
    return deadline_badge(told.tone, told.words, line.case.due_at) if told.words else ""


def _at(field: str) -> Drawing:
    def draw(line: Line) -> SafeString | str:
        value: datetime | None = getattr(line.case, field)
        if value is None:
            return ""
        title = full_moment(value)
        return markup(f'<time datetime="{value.isoformat()}" title="{title}">{moment(value)}</time>')

    return draw


def _name(relation: str) -> Callable[[Line], str]:
    def draw(line: Line) -> str:
        found = getattr(line.case, relation)
        return found.name if found is not None else ""

    return draw


def _words(field: str) -> Callable[[Line], str]:
    column: Any = Case._meta.get_field(field)
    labels = dict(column.flatchoices)  # Django's own `get_…_display` makes this anew for each case
    return lambda line: str(labels.get(getattr(line.case, field), getattr(line.case, field)))


def _count(field: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.case, field) or "")


def _column(name: str, label: str | Promise, draw: Drawing, css: str = "", *, usual: bool = False) -> CaseColumn:
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
