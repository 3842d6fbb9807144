"""The report of one round for one actor: on screen at once, as a file at once or by a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.core.jobs import JobContext, job, keep_result_file, start
from chuangcheng.core.models import Job
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.reporting.composites import composites_of
from chuangcheng.inspections.reporting.figures import Comparison, Report, compared, report_of
from chuangcheng.inspections.reporting.gathering import (
    bases_of,
    facts_of,
    photos_by_class,
    reported_assignments,
    reported_round_for,
    sees_whole,
)
from chuangcheng.inspections.reporting.ledger_tables import ledger_of
from chuangcheng.inspections.reporting.papers import write_report_excel, write_report_word
from chuangcheng.inspections.reporting.shapes import Section
from chuangcheng.inspections.reporting.telling import sections_of, subtitle_of, title_of

NAME = "inspections.report"
AT_ONCE = 300  # sites of a report that is written while the person waits; our choice, about two seconds
KINDS = ("docx", "xlsx")
NO_BASE = "none"


@dataclass(frozen=True)
class RoundReport:
    """The report with everything around it."""

    found: Round
    report: Report
    base: Round | None  # the round that it is compared with
    bases: Sequence[Round]  # those that could be chosen
    comparison: Comparison | None
    covers_all: bool  # False: only what lies in the actor's units
    sections: Sequence[Section]
    title: str
    subtitle: str


def round_report(*, actor: Actor, round_id: UUID, base: str = "") -> RoundReport:
    """The report. `base`: id of the round to compare with, "none", or empty for the last comparable one."""
    found = reported_round_for(actor, round_id)
    covers_all = sees_whole(actor, found)
    facts = facts_of(actor=actor, found=found)
    composites = composites_of(actor=actor, found=found, sites=facts.sites)
    facts = replace(facts, composites=composites, ledger=ledger_of(actor=actor, found=found))
    report = report_of(facts, with_places="with" if covers_all else "without")
    bases = [row for row in bases_of(actor=actor, found=found) if sees_whole(actor, row) == covers_all]
    before = _base(bases, base)
    comparison = None
    if before is not None:
        comparison = compared(report, report_of(facts_of(actor=actor, found=before)))
    sections = sections_of(
        found=found,
        report=report,
        base=before,
        comparison=comparison,
        covers_all="all" if covers_all else "part",
    )
    words = {"title": title_of(found), "subtitle": subtitle_of(found)}
    return RoundReport(found, report, before, bases, comparison, covers_all, sections, **words)


def export_report(*, actor: Actor, round_id: UUID, base: str, kind: str) -> Job | tuple[bytes, str]:
    """The report as a file with its name, or the job that writes it. The export is on record."""
    if kind not in KINDS:
        raise NotFound(_("报告只有 Word 和 Excel 两种格式，请从报告页面下载。"))
    found = reported_round_for(actor, round_id)
    is_long = reported_assignments(actor, found).count() > AT_ONCE
    with transaction.atomic():
        arguments = {"round_id": str(round_id), "base": base, "kind": kind}
        started = start(NAME, actor=actor, arguments=arguments) if is_long else None
        audit.record(actor=actor, action="inspections.export_report", subject=found, detail={"format": kind})
    return started or report_file(actor=actor, round_id=round_id, base=base, kind=kind)


def report_file(*, actor: Actor, round_id: UUID, base: str, kind: str) -> tuple[bytes, str]:
    """The report as a file with its name."""
    made = round_report(actor=actor, round_id=round_id, base=base)
    if kind == "xlsx":
        return write_report_excel(title=made.title, sections=made.sections), f"{made.title}.xlsx"
    photos = photos_by_class(actor=actor, found=made.found)
    content = write_report_word(title=made.title, subtitle=made.subtitle, sections=made.sections, photos=photos)
    return content, f"{made.title}.docx"


@job(NAME, label=gettext_lazy("生成检查报告"))
def write_report(context: JobContext, *, round_id: str, base: str, kind: str) -> dict[str, str]:
    """The report as whoever asked sees it now."""
    context.progress(0, 1, _("正在汇总检查结果"))
    content, name = report_file(actor=context.actor, round_id=UUID(round_id), base=base, kind=kind)
    return keep_result_file(ContentFile(content), name=name)


def _base(bases: Sequence[Round], wanted: str) -> Round | None:
    if wanted == NO_BASE:
        return None
    chosen = next((row for row in bases if str(row.pk) == wanted), None)
    return chosen or (bases[0] if bases else None)
