"""Writes on cycles: a closed year is frozen with all it rested on, a closed cycle never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit, search
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.core.times import now, today
from chuangcheng.scoring.access import MANAGE_CYCLES, VIEW_RANKS, cycle_for, visible_official_rounds
from chuangcheng.scoring.engine import half_up, published
from chuangcheng.scoring.models import Cycle, LinkedScore, OfficialResult, YearResult
from chuangcheng.scoring.queries import SheetChoice, sheet_of_stored
from chuangcheng.scoring.queries.cycles import gate_state, weights_of, years_in_force
from chuangcheng.scoring.queries.official_losses import edition_now
from chuangcheng.scoring.queries.official_rows import results_in_force
from chuangcheng.scoring.services.keeping import keep_now
from chuangcheng.scoring.services.recorded import Told, record_linked_score
from chuangcheng.standards.access import framework_for

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_YEARS = 10  # of a cycle; our choice
MOST_QUOTA = 5000
HUNDRED = 100
LONGEST = {"name": 120, "source": 200, "reason": 300, "note": 2000}


class CycleClosed(Refusal):
    """A closed cycle never changes."""


class YearClosed(Refusal):
    """A closed year is corrected, not closed again."""


class YearsOpen(Refusal):
    """A cycle is closed when all its years are."""


class CycleNameUsed(Refusal):
    """Cycles are told apart by name."""


@dataclass(frozen=True)
class CycleFacts:
    """What is decided about a cycle."""

    name: str
    first_year: int
    kind: str = Cycle.Kind.CYCLE
    weights: Sequence[str] = ()  # decimal strings, one a year; empty: those of the edition
    line: Decimal | None = None  # points of 100
    quota: int | None = None
    note: str = ""


@dataclass(frozen=True)
class YearTold:
    """What a year brought: one of an official result, the sheet of a day, or a number with its source."""

    official_id: UUID | None = None
    sheet_day: date | None = None
    total: Decimal | None = None  # points of 100
    source: str = ""


@transaction.atomic
def create_cycle(*, actor: Actor, framework_id: int, facts: CycleFacts, cycle_id: UUID | None = None) -> Cycle:
    """A cycle without results yet; the same id again gives the one made then."""
    framework = framework_for(actor, framework_id, permission=MANAGE_CYCLES)
    if cycle_id is not None and not is_client_id(cycle_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    key = cycle_id or new_id()
    if (known := Cycle.objects.filter(pk=key).first()) is not None:
        return known
    columns = _columns(framework, facts, None)
    made = Cycle.objects.create(pk=key, framework=framework, created_by_id=actor.person_id, **columns)
    _announce(made, actor, "scoring.create_cycle")
    return made


@transaction.atomic
def change_cycle(*, actor: Actor, cycle_id: UUID, framework_id: int, facts: CycleFacts) -> Cycle:
    """The cycle by another edition, weights or line; what years brought stays. Raises CycleClosed."""
    found = _open(actor, cycle_id)
    found.framework = framework_for(actor, framework_id, permission=MANAGE_CYCLES)
    columns = _columns(found.framework, facts, found)
    for name, value in columns.items():
        setattr(found, name, value)
    years = set(years_in_force([found.pk]).values_list("year", flat=True))
    if not years <= set(range(found.first_year, found.first_year + len(weights_of(found)))):
        raise InvalidInput(_("已有结果的年份不在新的周期里，请更正首年或权重。"))
    found.save(update_fields=[*columns, "framework"])
    _announce(found, actor, "scoring.change_cycle")
    return found


@transaction.atomic
def close_year(*, actor: Actor, cycle_id: UUID, year: int, told: YearTold) -> YearResult:
    """Freezes what the year brought. Raises YearClosed when it was closed before, CycleClosed in a closed cycle."""
    found = _open(actor, cycle_id)
    _check_year(found, year)
    if years_in_force([found.pk]).filter(year=year).exists():
        raise YearClosed(_("%(year)s年已有结果，要改请用更正，写明理由。") % {"year": year})
    made = _append(actor, found, year, told)
    detail = {"year": year, "total": str(made.total)}
    audit.record(actor=actor, action="scoring.close_cycle_year", subject=made, detail=detail)
    return made


@transaction.atomic
def correct_year(*, actor: Actor, cycle_id: UUID, year: int, told: YearTold, reason: str) -> YearResult:
    """The year's result as it should be, beside the one that was wrong. Raises CycleClosed in a closed cycle."""
    found = _open(actor, cycle_id)
    before = years_in_force([found.pk]).filter(year=year).first()
    if before is None:
        raise NotFound(_("%(year)s年还没有结果，请先登记。") % {"year": year})
    words = clean_text(reason)[: LONGEST["reason"]]
    if not words:
        raise InvalidInput(_("请写明更正的理由。"))
    made = _append(actor, found, year, told, corrects=before, reason=words)
    detail = {"year": year, "total": str(made.total), "reason": words}
    audit.record(actor=actor, action="scoring.correct_cycle_year", subject=made, detail=detail)
    return made


@transaction.atomic
def close_cycle(*, actor: Actor, cycle_id: UUID) -> Cycle:
    """Freezes the weights for good. Raises YearsOpen while a year has no result."""
    found = _open(actor, cycle_id)
    weights = weights_of(found)
    done = set(years_in_force([found.pk]).values_list("year", flat=True))
    missing = [year for year in range(found.first_year, found.first_year + len(weights)) if year not in done]
    if missing or not weights:
        years = "、".join(str(year) for year in missing)
        raise YearsOpen(_("还有年份没有结果：%(years)s。全部登记后才能关闭。") % {"years": years or "—"})
    found.closed_weights = [str(weight) for weight in weights]
    found.closed_edition = str(found.framework)[: LONGEST["source"]]
    found.closed_at, found.closed_by_id = now(), actor.person_id
    found.save(update_fields=["closed_weights", "closed_edition", "closed_at", "closed_by"])
    audit.record(actor=actor, action="scoring.close_cycle", subject=found, detail={"name": found.name})
    return found


def record_gate_from_sheet(*, actor: Actor, cycle_id: UUID) -> LinkedScore:
    """Records the linked framework's own total of today for the gate. Raises InvalidInput when there is none."""
    found = cycle_for(actor, cycle_id, permission=MANAGE_CYCLES)
    edition = edition_now(actor=actor, framework=found.framework) or found.framework
    gate = gate_state(actor=actor, framework=edition)
    if gate is None or gate.offered is None or gate.linked is None:
        raise InvalidInput(_("门槛体系在本系统中没有可用的得分，请手工登记。"))
    source = _("本系统得分表：%(name)s") % {"name": gate.linked}
    return record_linked_score(
        actor=actor, framework_id=edition.pk, score=gate.offered, told=Told(today(), source[: LONGEST["source"]])
    )


def _open(actor: Actor, cycle_id: UUID) -> Cycle:
    found = cycle_for(actor, cycle_id, permission=MANAGE_CYCLES, lock=True)
    if found.is_closed:
        raise CycleClosed(_("“%(name)s”已经关闭，不能再改。") % {"name": found.name})
    return found


def _check_year(found: Cycle, year: int) -> None:
    if year not in range(found.first_year, found.first_year + len(weights_of(found))):
        raise InvalidInput(_("%(year)s年不在这个周期里，请更正。") % {"year": year})
    if year > today().year:
        raise InvalidInput(_("%(year)s年还没有到，不能登记结果。") % {"year": year})


def _append(actor: Actor, found: Cycle, year: int, told: YearTold, **correction: Any) -> YearResult:
    return YearResult.objects.create(
        cycle=found,
        year=year,
        edition=str(found.framework)[: LONGEST["source"]],
        weights=[str(weight) for weight in weights_of(found)],
        recorded_by_id=actor.person_id,
        **_told(actor, found, told),
        **correction,
    )


def _told(actor: Actor, found: Cycle, told: YearTold) -> dict[str, Any]:
    """The columns of what a year brought. Raises InvalidInput."""
    given = [each for each in (told.official_id, told.sheet_day, told.total) if each is not None]
    if len(given) != 1:
        raise InvalidInput(_("请选择一种来历：官方结果、某天的得分表，或手工登记的分数。"))
    if told.official_id is not None:
        return _from_official(actor, told.official_id)
    if told.sheet_day is not None:
        return _from_sheet(actor, found.framework, told.sheet_day)
    source = clean_text(told.source)[: LONGEST["source"]]
    if not source:
        raise InvalidInput(_("请填写来源，例如公布文件的名称。"))
    return {"total": _points(told.total), "origin": YearResult.Origin.TYPED, "source": source}


def _from_official(actor: Actor, result_id: UUID) -> dict[str, Any]:
    rows = visible_official_rounds(actor) if actor.may(VIEW_RANKS) else None
    known = OfficialResult.objects.filter(pk=result_id, round__in=rows).first() if rows is not None else None
    result = results_in_force([known.round_id]).filter(pk=result_id).first() if known else None
    if result is None or result.total is None:
        raise InvalidInput(_("没有找到这个官方结果，或它没有公布总分，请重新选择。"))
    name = result.round.name
    source = f"{name} {result.round.source}".strip()[: LONGEST["source"]]
    return {"total": result.total, "origin": YearResult.Origin.OFFICIAL, "official": result, "source": source}


def _from_sheet(actor: Actor, framework: Framework, day: date) -> dict[str, Any]:
    if day > today():
        raise InvalidInput(_("还没有到这一天，请选择今天或以前的日期。"))
    stored = keep_now(actor=actor, row=framework, choice=SheetChoice(day))
    found = sheet_of_stored(stored, actor=actor)
    total = found.sheet.outcome.score.total
    if total is None:
        raise InvalidInput(_("这一天的得分表还没有总分，不能作为年度结果。"))
    source = _("%(name)s %(day)s得分表") % {"name": framework, "day": day}
    return {
        "total": half_up(total, 4),
        "origin": YearResult.Origin.SHEET,
        "sheet": published(found.sheet),
        "sheet_day": day,
        "stored": stored,
        "source": source[: LONGEST["source"]],
    }


def _columns(framework: Framework, facts: CycleFacts, found: Cycle | None) -> dict[str, Any]:
    name = clean_text(facts.name)[: LONGEST["name"]]
    if not name:
        raise InvalidInput(_("请填写名称，例如“2025—2027年度创建周期”。"))
    others = Cycle.objects.filter(name=name)
    if (others if found is None else others.exclude(pk=found.pk)).exists():
        raise CycleNameUsed(_("已有叫“%(name)s”的周期或验收，请换一个名称。") % {"name": name})
    if not FIRST_YEAR <= facts.first_year <= LAST_YEAR:
        raise InvalidInput(_("首年应在2000到2100之间，请更正。"))
    if facts.kind not in Cycle.Kind.values:
        raise InvalidInput(_("没有这种类型，请重新选择。"))
    if facts.quota is not None and not 1 <= facts.quota <= MOST_QUOTA:
        raise InvalidInput(_("名额应在1到5000之间，请更正。"))
    is_cycle = facts.kind == Cycle.Kind.CYCLE
    weights = _weights(facts.weights) if is_cycle else []
    if is_cycle and not (weights or framework.cycle_weights):
        raise InvalidInput(_("这个体系没有周期权重，请填写权重，例如“30;30;40”，或改为单次验收。"))
    return {
        "name": name,
        "first_year": facts.first_year,
        "kind": facts.kind,
        "weights": weights,
        "line": None if facts.line is None else _points(facts.line),
        "quota": facts.quota,
        "note": clean_text(facts.note)[: LONGEST["note"]],
    }


def _weights(told: Sequence[str]) -> list[str]:
    try:
        weights = [Decimal(str(each).strip()) for each in told]
    except InvalidOperation:
        weights = [Decimal(-1)]
    is_sound = all(weight.is_finite() and 0 <= weight <= HUNDRED for weight in weights)
    if not is_sound or len(weights) > MOST_YEARS or (weights and not sum(weights)):
        raise InvalidInput(_("权重看不懂，请写成“30;30;40”，每年一个，最多10年。"))
    return [f"{weight.normalize():f}" for weight in weights]


def _points(points: Decimal | None) -> Decimal:
    if points is None or not points.is_finite() or not 0 <= points <= HUNDRED:
        raise InvalidInput(_("分数应在0到100之间，请更正。"))
    return half_up(points, 4)


def _announce(found: Cycle, actor: Actor, action: str) -> None:
    text = " ".join((str(found.framework), found.note))
    search.index(kind="cycle", object_id=found.pk, title=found.name, text=text)
    audit.record(actor=actor, action=action, subject=found, detail={"name": found.name})
