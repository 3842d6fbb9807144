"""A unit's sheet: every line opens to the records that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import cases_told
from chuangcheng.core.shell import Text
from chuangcheng.evidence.queries import materials_told
from chuangcheng.supervision.appraisal import (
    ANY,
    AwardKind,
    Bonus,
    CaseFact,
    DeedFact,
    DeedKind,
    Formula,
    LineResult,
    RateOf,
    Share,
    Sheet,
    Standing,
    UnitFacts,
    read_formula,
    record_behind,
    share_of,
    sheet_of,
)
from chuangcheng.supervision.appraisal.corrections import Effect, corrected, kind_missing
from chuangcheng.supervision.appraisal.keeping import facts_kept
from chuangcheng.supervision.appraisal_wording import AWARD_WORDS, DEED_WORDS, MERIT_WORDS, RATE_WORDS, STANDING_WORDS
from chuangcheng.supervision.models import Decision, KeptFacts, Merit, Result, Run, SupervisionOrder
from chuangcheng.tasks.queries import tasks_told

PAGE_SIZE = 50  # records of a line
RATE, WORK = "rate", "work"  # what is opened of a sheet besides its lines


@dataclass(frozen=True, slots=True)
class Record:
    """A record behind a line, with its own page."""

    id: str
    label: str
    url: str  # empty: it has no page
    tone: str
    standing: Text
    points: Fraction | None  # that it took or gave; None in a rate
    is_good: bool | None  # in a rate; None elsewhere


@dataclass(frozen=True)
class SheetPage:
    """A sheet as it stands after what was decided."""

    result: Result
    formula: Formula
    facts: UnitFacts
    sheet: Sheet
    effects: Mapping[str, tuple[Effect, ...]]
    kept: UnitFacts  # as computed, before what was decided
    decided: list[Decision]  # before it was published
    later: list[Decision]  # what was put right afterwards

    @property
    def points_put_right(self) -> Decimal | None:
        """What the points would be with what was put right after publication, 2 places; None when nothing was. The
        published figures stay."""
        if not self.later:
            return None
        effects = _effects([*self.decided, *self.later])
        return sheet_of(corrected(self.kept, effects), self.formula).points


def sheet_page(*, result: Result) -> SheetPage:
    """Counted again from what was kept: exactly the figures of the board. Two queries."""
    decisions = list(
        Decision.objects.filter(objection__result=result, is_upheld=True).select_related("objection").order_by("at")
    )
    published = result.run.published_at
    later = [each for each in decisions if published is not None and each.at > published]
    decided = decisions[: len(decisions) - len(later)]
    effects = _effects(decided)
    kept = facts_kept(result.name, KeptFacts.objects.get(result=result).facts)
    facts = corrected(kept, effects)
    formula = read_formula(result.run.formula)
    return SheetPage(result, formula, facts, sheet_of(facts, formula), effects, kept, decided, later)


def points_put_right(run: Run) -> dict[UUID, Decimal]:
    """Of a published board the sheets that were put right afterwards, with their points then. A query, and two for each
    of these sheets."""
    if run.published_at is None:
        return {}
    decided = Decision.objects.filter(objection__run=run, is_upheld=True, at__gt=run.published_at)
    results = Result.objects.filter(pk__in=decided.values("objection__result")).select_related("run")
    found = {result.pk: sheet_page(result=result).points_put_right for result in results}
    return {pk: points for pk, points in found.items() if points is not None}


def _effects(decisions: Iterable[Decision]) -> dict[str, tuple[Effect, ...]]:
    """What upheld objections change, by record, in their order."""
    found: dict[str, tuple[Effect, ...]] = {}
    for each in decisions:
        record_id = each.objection.record_id
        found[record_id] = (*found.get(record_id, ()), Effect(each.effect))
    return found


def record_ids_of(line: LineResult) -> list[tuple[str, Fraction | None, bool | None]]:
    """The records of a line: what went wrong first."""
    if line.share is None:
        return [(item.record_id, item.points, None) for item in line.items]
    return _of_share(line.share)


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """What of a sheet is opened to its records."""

    code: str  # the number of a line from 1, `RATE` or `WORK`
    name: Text
    wanted: list[tuple[str, Fraction | None, bool | None]]
    line: int  # 0 where it is no line


def opened_part(page: SheetPage, code: str) -> OpenedPart | None:
    """A line, the rate that the board shows, or the workload, each with its records; None for anything else."""
    if code == RATE:
        rate = page.result.run.board_version.rate
        share = share_of(page.facts, RateOf(rate))
        return OpenedPart(code, RATE_WORDS[rate], _of_share(share), 0)
    if code == WORK:
        cases = [case.case_id for case in page.facts.cases if case.standing != Standing.NOT_FILED]
        return OpenedPart(code, _("工作量"), [(case_id, None, None) for case_id in cases], 0)
    number = int(code) if code.isdecimal() and len(code) < 3 else 0  # noqa: PLR2004 - at most 50 lines
    if not 1 <= number <= len(page.sheet.lines):
        return None
    line = page.sheet.lines[number - 1]
    return OpenedPart(code, line.line.name, record_ids_of(line), number)


def _of_share(share: Share) -> list[tuple[str, Fraction | None, bool | None]]:
    good = set(share.good)
    missed = [(record_id, None, False) for record_id in share.of if record_id not in good]
    return [*missed, *((record_id, None, True) for record_id in share.good)]


def kinds_of(line: LineResult) -> list[str]:
    """The kinds of praise that a line of bonuses gives points for; none of another line."""
    if not isinstance(line.line, Bonus):
        return []
    return [kind.value for kind in AwardKind if {kind.value, ANY} & line.line.points.keys()]


def records_told(*, facts: UnitFacts, wanted: Sequence[tuple[str, Fraction | None, bool | None]]) -> list[Record]:
    """The records with their names and pages. At most five queries."""
    cases = {case.case_id: case for case in facts.cases}
    deeds = {deed.deed_id: deed for deed in facts.deeds}
    labels = _labels([record_id for record_id, _points, _good in wanted], cases, deeds)
    found = []
    for record_id, points, is_good in wanted:
        label, url = labels.get(record_id, (_("记录已不在"), ""))
        tone, standing = _standing(cases.get(record_id), deeds.get(record_id))
        found.append(Record(record_id, label, url, tone, standing, points, is_good))
    return found


def _standing(case: CaseFact | None, deed: DeedFact | None) -> tuple[str, Text]:
    if case is not None:
        return STANDING_WORDS[case.standing]
    if deed is not None:
        return DEED_WORDS[deed.kind == DeedKind.STAYED, deed.is_on_time]
    return "muted", _("加减分事项")


Told = Callable[[list[UUID]], Mapping[UUID, tuple[str, str]]]


def _labels(ids: list[str], cases: Mapping[str, CaseFact], deeds: Mapping[str, DeedFact]) -> dict[str, tuple[str, str]]:
    found = {pk: (missing_words(kind), "") for pk in ids if (kind := kind_missing(pk)) is not None}
    for wanted, told, page in _groups(ids, cases, deeds):
        behind = {record_id: UUID(record_behind(record_id)) for record_id in wanted}
        words = told(list(behind.values())) if behind else {}
        for record_id, pk in behind.items():
            if pk in words:
                found[record_id] = (" ".join(filter(None, words[pk])), reverse(page, args=[pk]) if page else "")
    return found


def _groups(
    ids: list[str], cases: Mapping[str, CaseFact], deeds: Mapping[str, DeedFact]
) -> list[tuple[list[str], Told, str]]:
    """The records by what tells their names, and the page of each."""

    def of(*kinds: DeedKind) -> list[str]:
        return [record_id for record_id in ids if record_id in deeds and deeds[record_id].kind in kinds]

    return [
        ([pk for pk in ids if pk in cases] + of(DeedKind.PROMISE, DeedKind.STAYED), cases_told, "cases:case"),
        (of(DeedKind.TASK), tasks_told, "tasks:task"),
        (of(DeedKind.MATERIAL), materials_told, "evidence:material"),
        (of(DeedKind.ORDER), orders_told, "supervision:order"),
        ([pk for pk in ids if pk not in cases and pk not in deeds and kind_missing(pk) is None], merits_told, ""),
    ]


def missing_words(kind: AwardKind) -> str:
    """漏记: what a unit says was left out."""
    return _("漏记：%(kind)s") % {"kind": AWARD_WORDS[kind.value]}


def orders_told(order_ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Number and title of supervision orders. One query."""
    rows = SupervisionOrder.objects.filter(pk__in=order_ids).only("year", "serial", "word", "title")
    return {order.pk: (order.number, order.title) for order in rows}


def merits_told(merit_ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Kind, reason and source of praise and faults. One query."""
    told = {}
    for merit in Merit.objects.filter(pk__in=merit_ids):
        words = _("%(reason)s（%(source)s）") % {"reason": merit.reason, "source": merit.source}
        told[merit.pk] = (str(MERIT_WORDS[merit.kind]), words)
    return told
