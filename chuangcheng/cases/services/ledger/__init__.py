"""Takes ledgers of problems in: each row a case that keeps its state and is marked as imported. A row that comes back
with news brings its case forward, unless somebody has moved the case here since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case
from chuangcheng.cases.services.ledger.corrections import correct_exported
from chuangcheng.cases.services.ledger.drafts import CaseDraft, SeenRow, draft_of, seen_rows
from chuangcheng.cases.services.ledger.histories import go, may_go_on, way_from
from chuangcheng.cases.services.ledger.lookups import Lookups
from chuangcheng.cases.services.ledger.making import made
from chuangcheng.cases.services.ledger.pictures import attach_ledger_photos
from chuangcheng.cases.services.ledger.writing import SOURCE, Taken, numbers_of, one_number, write
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.imports.memory import remember, said_before
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import now
from chuangcheng.core.workdays import Calendar

KIND = "cases"
BATCH = 500  # keys in one query, rows between two writes

__all__ = ["apply_case_rows"]


def apply_case_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes the cases of a ledger; see `core.imports.kinds.Apply`."""
    at = now()
    seen = seen_rows(correct_exported(rows, actor=actor, report=report), report, at=at)
    before = said_before(KIND, [each.key for each in seen])
    fresh = [each for each in seen if before.get(each.key) != each.fingerprint]
    report.unchanged += len(seen) - len(fresh)
    if fresh:
        _take(fresh, before, actor, report, at)
    if report.archive is not None:
        attach_ledger_photos(seen, report.archive, report)


def _take(fresh: Sequence[SeenRow], before: Mapping[str, str], actor: Actor, report: Report, at: datetime) -> None:
    """Draft, case and steps of a row live no longer than its batch."""
    numbers = numbers_of([each for each in fresh if each.key not in before])
    lookups, calendar = Lookups(fresh, actor=actor, report=report), office_calendar()
    for start in range(0, len(fresh), BATCH):
        report.progress(start, len(fresh))
        batch, taken = fresh[start : start + BATCH], Taken()
        known = _known([each.key for each in batch if each.key in before])
        for draft in (draft_of(each, at=at) for each in batch):
            if draft.key in known:
                _bring_forward(known[draft.key], draft, calendar, taken, report)
            else:
                made(draft, numbers.get(draft.key) or one_number(draft), lookups, calendar, taken)
                report.created += 1
        write(taken)
        remember(KIND, {each.key: each.fingerprint for each in batch})
    lookups.list_places()


def _known(keys: Sequence[str]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    for start in range(0, len(keys), BATCH):
        rows = Case.objects.filter(source_kind=SOURCE, source_id__in=keys[start : start + BATCH])
        rows = rows.select_related("lead_unit", "problem_class")
        found |= {case.source_id: case for case in rows.select_for_update(of=("self",))}
    return found


def _bring_forward(case: Case, draft: CaseDraft, calendar: Calendar, taken: Taken, report: Report) -> None:
    """Makes the moves that the ledger tells of since; what was moved on here stays as it is."""
    moves = way_from(case.state, draft.state)
    if not may_go_on(case):
        report.unchanged += 1
        report.note(draft.row, "", _("%(number)s在系统中已有办理记录，没有按表格改动。") % {"number": case.number})
    elif not moves or case.lead_unit is None:
        report.unchanged += 1
        report.note(draft.row, "", _("%(number)s已导入过，表格中的其他改动请在系统中办理。") % {"number": case.number})
    else:
        taken.events += go(case, draft, moves, case.lead_unit, calendar)
        taken.updated.append(case)
        report.updated += 1
