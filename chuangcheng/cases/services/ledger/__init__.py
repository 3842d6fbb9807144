"""Takes ledgers of problems in: each row a case that keeps its state and is marked as imported. A row that comes back
with news brings its case forward, unless somebody has moved the case here since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case
from chuangcheng.cases.services.ledger.drafts import CaseDraft, draft_again
from chuangcheng.cases.services.ledger.histories import go, may_go_on, way_from
from chuangcheng.cases.services.ledger.lookups import Lookups
from chuangcheng.cases.services.ledger.making import made
from chuangcheng.cases.services.ledger.new_cases import SOURCE
from chuangcheng.cases.services.ledger.pictures import attach_ledger_photos
from chuangcheng.cases.services.ledger.survey import KIND, Survey, look_through
from chuangcheng.cases.services.ledger.writing import Taken, numbers_of, one_number, write
from chuangcheng.cases.slots import held_groups
from chuangcheng.cases.states import State
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import NotFound
from chuangcheng.core.imports.lines import Rows
from chuangcheng.core.imports.memory import remember, remember_new
from chuangcheng.core.imports.report import Report
from chuangcheng.core.times import now
from chuangcheng.core.workdays import Calendar

BATCH = 1_000  # rows between two writes: what stands in memory at once

__all__ = ["apply_case_rows", "hidden_round"]


def apply_case_rows(rows: Rows, *, actor: Actor, report: Report) -> None:
    """Writes the cases of a ledger; see `core.imports.kinds.Apply`."""
    at = now()
    found = look_through(rows, actor=actor, report=report, at=at)
    if found.fresh:
        if report.target:
            _say_what_is_held(found, report)
        _take(rows, found, actor, report, at)
    if report.archives:
        known = [draft_again(rows.at(place), at=at) for place in found.places.values()]
        for photos in report.archives:
            attach_ledger_photos(known, photos, report)


def hidden_round(actor: Actor, number: str) -> str:
    """The id of the hidden round of this number that the actor plans. Raises NotFound."""
    found = next((group for find in held_groups if (group := find(actor, number)) is not None), None)
    if found is None:
        sentence = _(
            "没有找到编号为“%(number)s”、已开始而未发布的隐藏轮次，请核对编号；轮次已发布的，请不填轮次直接导入。"
        )
        raise NotFound(sentence % {"number": number[:60]})
    return str(found)


def _take(rows: Rows, found: Survey, actor: Actor, report: Report, at: datetime) -> None:
    """Row, draft, case and steps live no longer than their batch."""
    numbers = numbers_of(found.by_year())
    lookups, calendar = Lookups(found.names, actor=actor, report=report), office_calendar()
    for start in range(0, len(found.fresh), BATCH):
        report.progress(start, len(found.fresh))
        batch, taken = found.fresh[start : start + BATCH], Taken()
        drafts = {
            place: found.drafts.pop(place) if place in found.drafts else draft_again(rows.at(place), at=at)
            for place in batch
        }
        known = _known([draft.key for place, draft in drafts.items() if place not in numbers])
        for place, draft in drafts.items():
            if draft.key in known:
                _bring_forward(known[draft.key], draft, calendar, taken, report)
            else:
                made(draft, numbers.get(place) or one_number(draft), lookups, calendar, taken, report.target)
                report.created += 1
        write(taken)
        remember_new(KIND, {draft.key: draft.fingerprint for place, draft in drafts.items() if place in numbers})
        remember(KIND, {draft.key: draft.fingerprint for place, draft in drafts.items() if place not in numbers})
    lookups.list_places()


def _say_what_is_held(found: Survey, report: Report) -> None:
    """Once: what the ledger tells of units and of fixing waits for the release."""
    for place in found.fresh:
        draft = found.drafts.get(place)
        if draft is not None and draft.state not in {State.REPORTED, State.FILED}:
            words = _(
                "归入未发布的检查轮次，一律为待派遣：台账上的责任单位、时限和整改情况没有取用，请在发布后认领或派遣。"
            )
            report.note(draft.row, "", words)
            return


def _known(keys: Sequence[str]) -> dict[str, Case]:
    if not keys:
        return {}
    rows = Case.objects.filter(source_kind=SOURCE, source_id__in=keys).select_related("lead_unit", "problem_class")
    return {case.source_id: case for case in rows.select_for_update(of=("self",))}


def _bring_forward(case: Case, draft: CaseDraft, calendar: Calendar, taken: Taken, report: Report) -> None:
    """Makes the moves that the ledger tells of since; what was moved on here stays as it is."""
    way = way_from(case.state, draft.state.value)
    if case.is_held:
        report.unchanged += 1
        report.note(draft.row, "", _("%(number)s所属的检查轮次尚未发布，没有按表格改动。") % {"number": case.number})
    elif not may_go_on(case):
        report.unchanged += 1
        report.note(draft.row, "", _("%(number)s在系统中已有办理记录，没有按表格改动。") % {"number": case.number})
    elif not way or case.lead_unit is None:
        report.unchanged += 1
        report.note(draft.row, "", _("%(number)s已导入过，表格中的其他改动请在系统中办理。") % {"number": case.number})
    else:
        taken.steps += go(case, draft, way, case.lead_unit, calendar)
        taken.updated.append(case)
        report.updated += 1
