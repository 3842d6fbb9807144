"""What runs beside the pages: exports that are longer than a person waits, reminders of deadlines."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import TypeAdapter

from chuangcheng.cases import (
    notice_packing,  # noqa: F401 - a worker knows its job by its import
    papers,
)
from chuangcheng.cases.access import EXPORT
from chuangcheng.cases.queries import CaseFilter, CaseLists
from chuangcheng.cases.queries.rows import CaseRow
from chuangcheng.cases.services import end_claims
from chuangcheng.cases.services.reminding import plan_unplanned, send_due_reminders
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.jobs import JobContext, every, job, keep_result_file, start
from chuangcheng.core.models import Job
from chuangcheng.core.times import now

NAME = "cases.export"
FILTER = TypeAdapter(CaseFilter)  # a filter as JSON and back
QUARTER_HOUR = 900  # seconds
TOLD_EVERY = 1000  # rows between two reports of progress
REMIND_SECONDS = 60  # between two looks at what is due: our choice, far below the shortest limit


def start_export(*, actor: Actor, chosen: CaseFilter) -> Job:
    """Asks for the filtered list as a workbook."""
    require(actor, EXPORT)
    asked = FILTER.dump_python(chosen, mode="json")
    with transaction.atomic():
        found = start(NAME, actor=actor, arguments={"asked": asked})
        audit.record(actor=actor, action="cases.export", subject=found)
    return found


@job(NAME, label=gettext_lazy("导出问题清单"))
def export(context: JobContext, *, asked: dict[str, Any]) -> dict[str, str]:
    """The list as whoever asked sees it now."""
    require(context.actor, EXPORT)
    chosen = FILTER.validate_python(asked)
    cases = CaseLists(context.actor, now()).every(chosen)
    with tempfile.TemporaryFile() as file:
        papers.write_case_table(target=cast("BinaryIO", file), cases=_counted(context, cases))
        file.seek(0)
        return keep_result_file(File(file), name=_("问题清单.xlsx"))


@every(QUARTER_HOUR, name="cases.tell_unclaimed", label=gettext_lazy("派遣无人认领的问题，或提醒创城办"))
def tell_unclaimed() -> None:
    """Dispatches by the rules what nobody claimed within the set hours; tells the office of the rest."""
    end_claims()


def _counted(context: JobContext, cases: Iterator[CaseRow]) -> Iterator[CaseRow]:
    for count, case in enumerate(cases, start=1):
        if count % TOLD_EVERY == 0:
            context.progress(count, message=_("已写入%(count)s条") % {"count": count})
        yield case


@every(REMIND_SECONDS, name="cases.remind", label=gettext_lazy("提醒临期和超期的问题"))
def remind_of_deadlines() -> None:
    """Tells of every deadline whose reminder is due."""
    moment = now()
    plan_unplanned(now=moment)
    send_due_reminders(now=moment)
