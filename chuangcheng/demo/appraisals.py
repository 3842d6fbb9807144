"""Boards of the last two months: one published after an objection was upheld and one refused, the other one open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import replayed_at, start_of
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.queries import liaisons_of_units
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span, span_around, span_before
from chuangcheng.supervision.models import Board, Formula, Objection, Result, Run
from chuangcheng.supervision.queries.appraisals.sheets import record_ids_of, sheet_page
from chuangcheng.supervision.services import (
    BoardGiven,
    MeritGiven,
    appraise_period,
    decide_objection,
    enter_merit,
    open_to_objections,
    publish_run,
    raise_objection,
    save_board,
    take_over,
)

BASIS = "创文办〔示例〕1号"
BOARDS = (
    ("街道榜", "street_to_community", ("street", "town"), 1, None),
    ("部门榜", "plain_rates", ("bureau",), 3, 1),
    ("包联领导榜", "plain_rates", (), 1, None),
)
HOUR = timedelta(hours=1)


def make_appraisals(units: Units, people: People, at: datetime) -> None:
    """By the services that the office uses, at the moments when it did."""
    office = actor_with_id(people.by_username["chuangchengban"].pk)
    last = span_before(span_around(PeriodKind.MONTH, at.date()))
    former = span_before(last)
    with replayed_at(start_of(former.first) + 9 * HOUR):
        boards = _boards(office, former.first.replace(month=1, day=1))
    with replayed_at(start_of(former.last) + 10 * HOUR):
        _merits(office, units, former.last)
    _published(office, former, boards)
    with replayed_at(max(start_of(last.last + timedelta(days=1)), at - HOUR)):
        for run in _computed(office, last, boards):
            open_to_objections(actor=office, run_id=run.pk)


def _boards(office: Actor, day: date) -> list[Board]:
    formulas: dict[str, Formula] = {}
    found = []
    for name, code, kinds, red, black in BOARDS:
        if code not in formulas:
            ids = {"formula_id": new_id(), "version_id": new_id()}
            formulas[code] = take_over(actor=office, code=code, valid_from=day, reason=BASIS, **ids).formula
        given = BoardGiven(
            name=name,
            valid_from=day,
            formula_id=formulas[code].pk,
            kinds=kinds,
            minimum=3,
            red=red,
            black=black or 0,
            reason=BASIS,
        )
        found.append(save_board(actor=office, board_id=new_id(), version_id=new_id(), given=given).board)
    return found


def _merits(office: Actor, units: Units, day: date) -> None:
    praised = MeritGiven(units.streets[0].pk, "city_praise", day, "市创建办通报（示例）", "背街小巷整治做法被推广")
    blamed = MeritGiven(units.streets[-1].pk, "unanswered_complaint", day, "督查通报（示例）", "投诉超过时限未答复")
    for given in (praised, blamed):
        enter_merit(actor=office, merit_id=new_id(), given=given)


def _computed(office: Actor, span: Span, boards: list[Board]) -> list[Run]:
    return appraise_period(actor=office, span=span, board_ids=[board.pk for board in boards], told=lambda *_told: None)


def _published(office: Actor, span: Span, boards: list[Board]) -> None:
    """The month before last: two objections decided on the next day; all but one board published after the deadline."""
    begun = start_of(span.last + timedelta(days=1)) + 9 * HOUR
    with replayed_at(begun):
        runs = [open_to_objections(actor=office, run_id=run.pk) for run in _computed(office, span, boards)]
    with replayed_at(begun + 6 * HOUR):
        raised = _objections(runs, span.last)
    with replayed_at(begun + 30 * HOUR):
        for objection, is_upheld in zip(raised, (True, False), strict=False):
            _decided(office, objection, is_upheld=is_upheld)
    for run in runs[:-1]:  # the last board waits to be published
        if run.objections_until is not None:
            with replayed_at(run.objections_until + 9 * HOUR):
                publish_run(actor=office, run_id=run.pk)


def _objections(runs: list[Run], day: date) -> list[Objection]:
    """Of the first two units with a missed record and somebody who objects."""
    rows = Result.objects.filter(run__in=runs, unit__isnull=False, place__isnull=False)
    listed = [row for row in rows.select_related("run").order_by("run", "-order") if row.good < row.counted]
    people = liaisons_of_units([row.unit_id for row in listed if row.unit_id], today=day)
    raised: list[Objection] = []
    for row in listed:
        held = people.get(row.unit_id or 0)
        missed = _missed(row)
        if held and missed and len(raised) < 2:  # noqa: PLR2004 one is upheld, one refused
            line, record_id = missed
            raised.append(
                raise_objection(
                    actor=actor_with_id(held[0]),
                    objection_id=new_id(),
                    result_id=row.pk,
                    line=line,
                    record_id=record_id,
                    reason="当天现场因停水无法冲洗，已电话报备（示例）。",
                )
            )
    return raised


def _missed(row: Result) -> tuple[int, str] | None:
    """The first record that cost points, and its line."""
    for number, line in enumerate(sheet_page(result=row).sheet.lines, start=1):
        records = record_ids_of(line)
        if line.points <= 0 and records and line.share is None:
            return number, records[0][0]
        if line.share is not None and len(line.share.good) < len(line.share.of):
            return number, records[0][0]
    return None


def _decided(office: Actor, objection: Objection, *, is_upheld: bool) -> None:
    decide_objection(
        actor=office,
        objection_id=objection.pk,
        is_upheld=is_upheld,
        effect="leave_out" if is_upheld else "",
        reason="停水公告属实，不计入（示例）。" if is_upheld else "没有报备记录，维持原计分（示例）。",
    )
