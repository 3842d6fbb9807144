"""A period is computed: facts collected once, every board counted, what it was counted from kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.jobs import start
from chuangcheng.core.models import Job
from chuangcheng.core.times import now, today
from chuangcheng.supervision.appraisal import RateOf, Row, asks_what_stayed, board, read_formula
from chuangcheng.supervision.appraisal.keeping import kept_facts
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span
from chuangcheng.supervision.appraisal_access import require_appraiser
from chuangcheng.supervision.models import Board, BoardVersion, FormulaVersion, KeptFacts, Result, Run
from chuangcheng.supervision.queries.appraisals.collecting import Collected, collect
from chuangcheng.supervision.queries.appraisals.formulas import board_version_for, version_for
from chuangcheng.supervision.queries.appraisals.members import Member, members_of
from chuangcheng.supervision.services.appraisals.counting import figures_of, rule_of

APPRAISE_JOB = "supervision.appraise"
MOST_BOARDS = 20  # in one go; our choice
LONGEST_CYCLE = 366 * 5  # days; our choice
BATCH = 500  # rows of one statement
Told = Callable[[int, int, str], None]


class NotToCompute(Refusal):
    """Units have seen it already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(board)s”这一期已经公示或发布，不能重新计算；如有差错，请通过异议更正。") % {"board": name}
        )


class NothingInForce(Refusal):
    """The board had no rule or no formula in that period."""

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(board)s”在这一期还没有生效的榜单设置或考核办法，请先设置生效日期。") % {"board": name})


@transaction.atomic
def ask_to_appraise(*, actor: Actor, span: Span, board_ids: Sequence[UUID]) -> Job:
    """The job that computes the period for these boards; one that runs already is the same."""
    require_appraiser(actor)
    check_span(span)
    wanted = sorted({str(pk) for pk in board_ids})
    if not wanted:
        raise InvalidInput(_("请至少选择一个榜单。"))
    if len(wanted) > MOST_BOARDS or Board.objects.filter(pk__in=wanted).count() != len(wanted):
        raise InvalidInput(_("没有找到所选的榜单，请重新选择。"))
    for board_id in wanted:
        _in_force(UUID(board_id), span)
    arguments = {
        "period": span.kind.value,
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "boards": wanted,
    }
    waiting = Job.objects.filter(name=APPRAISE_JOB, arguments=arguments, requested_by=actor.person_id)
    known = waiting.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).first()
    return known or start(APPRAISE_JOB, actor=actor, arguments=arguments)


def check_span(span: Span) -> None:
    """Raises InvalidInput for a period that has not begun, or a cycle of days that make no sense."""
    if span.first > today():
        raise InvalidInput(_("这一期还没有开始，请选择已经开始的时段。"))
    is_too_long = span.kind == PeriodKind.CYCLE and (span.last - span.first).days > LONGEST_CYCLE
    if span.last < span.first or is_too_long:
        raise InvalidInput(_("请核对起止日期，创建周期最长5年。"))


def appraise_period(*, actor: Actor, span: Span, board_ids: Sequence[UUID], told: Told) -> list[Run]:
    """The runs of the period, one for each board; computed again while nobody else has seen them.

    Each board is written in a transaction of its own: what is killed is done again from its facts.
    """
    require_appraiser(actor)
    check_span(span)
    at = now()
    found = [_in_force(pk, span) for pk in board_ids]
    told(0, len(found), _("正在收集问题、任务和材料"))
    facts = collect(
        span=span,
        now=at,
        with_stayed=any(_asks_what_stayed(*each) for each in found),
        told=lambda count: told(0, len(found), _told_cases(count)),
    )
    runs = []
    for count, (version, formula) in enumerate(found, start=1):
        told(count - 1, len(found), _("正在计算“%(board)s”") % {"board": version.board.name})
        runs.append(_compute(actor, span, version, formula, facts, at))
        told(count, len(found), "")
    return runs


def _asks_what_stayed(version: BoardVersion, formula: FormulaVersion) -> bool:
    return rule_of(version).rate == RateOf.STAYED or asks_what_stayed(read_formula(formula.body))


def _told_cases(count: int) -> str:
    return _("已读取%(count)s个问题") % {"count": f"{count:,}"}


def _in_force(board_id: UUID, span: Span) -> tuple[BoardVersion, FormulaVersion]:
    version = board_version_for(board_id, span)
    if version is None:
        raise NothingInForce(Board.objects.get(pk=board_id).name)
    formula = version_for(version.formula_id, span)
    if formula is None:
        raise NothingInForce(version.board.name)
    return version, formula


def _compute(
    actor: Actor, span: Span, version: BoardVersion, formula: FormulaVersion, facts: Collected, at: datetime
) -> Run:
    members = {member.key: member for member in members_of(version, span)}
    own = {key: facts.of(member) for key, member in members.items()}
    counted = board(version.board.name, own.values(), read_formula(formula.body), rule_of(version))
    with transaction.atomic():
        run = _run_to_fill(actor, span, version, formula, at)
        results = [_result(run, row, members[row.unit], order) for order, row in enumerate(counted.rows, start=1)]
        Result.objects.bulk_create(results, batch_size=BATCH)
        kept = (
            KeptFacts(result=result, facts=kept_facts(own[row.unit]))
            for result, row in zip(results, counted.rows, strict=True)
        )
        KeptFacts.objects.bulk_create(kept, batch_size=BATCH)
        run.unit_count, run.ranked_count = len(results), len(counted.ranked)
        run.case_count = sum(row.workload for row in counted.rows)
        run.save(update_fields=["unit_count", "ranked_count", "case_count"])
        audit.record(actor=actor, action="supervision.appraise", subject=run, detail={"units": len(results)})
    return run


def _run_to_fill(actor: Actor, span: Span, version: BoardVersion, formula: FormulaVersion, at: datetime) -> Run:
    """The run, locked and empty."""
    made_by = {
        "board_version": version,
        "formula_version": formula,
        "formula": formula.body,
        "computed_at": at,
        "computed_by_id": actor.person_id,
    }
    which = {"board": version.board, "period": span.kind.value, "first": span.first, "last": span.last}
    run, is_new = Run.objects.get_or_create(**which, defaults=made_by)
    if is_new:
        return run
    found = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if found.state != Run.State.PREVIEW:
        raise NotToCompute(version.board.name)
    found.results.all().delete()
    for name, value in made_by.items():
        setattr(found, name, value)
    found.save(update_fields=["board_version", "formula_version", "formula", "computed_at", "computed_by"])
    return found


def _result(run: Run, row: Row, member: Member, order: int) -> Result:
    whose = {"unit_id": member.unit_id, "person_id": member.person_id, "name": member.name}
    return Result(run=run, **whose, **figures_of(row, order))
