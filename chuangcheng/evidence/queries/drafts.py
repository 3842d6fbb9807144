"""What could be asked for: a line for each thing that a standard wants and each unit that answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chuangcheng.core.access import Actor
from chuangcheng.evidence.formats import USUAL
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.policies import LEAST_PIXELS, MEGABYTES, MONTHS
from chuangcheng.evidence.wanted import Wanted, wanted_of
from chuangcheng.evidence.workflow import CAPTION_FIELDS, Kind, State
from chuangcheng.standards.access import framework_for
from chuangcheng.standards.queries import StandardDuties, standards_with_duties

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework, Standard

PROOF = "proof"  # the rule that counts material
MOST_LINES = 300  # on one page: our choice
NOBODY: Sequence[tuple[int | None, str]] = [(None, "")]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A request that could be made."""

    standard: Standard
    unit_id: int | None  # None: nobody answers for the standard yet
    unit_name: str
    title: str
    kind: Kind
    count: int
    formats: Sequence[str]
    megabytes: int
    least_pixels: int
    first_on: date | None
    last_on: date | None
    captions: Sequence[str]
    is_there: bool  # the unit has a request of this title for the standard already


@dataclass(frozen=True, slots=True)
class Drafts:
    """The lines of one item of a framework."""

    lines: list[DraftLine]
    is_cut: bool  # there are more than MOST_LINES
    without: int  # standards of the item that ask for no material


def drafts_of(*, actor: Actor, framework_id: int, item_id: int | None, day: date) -> Drafts:
    """The lines for the standards of an item, or of the whole framework. Five queries."""
    framework = framework_for(actor, framework_id)
    found = standards_with_duties(framework_id=framework.pk, item_id=item_id, day=day, at_most=MOST_LINES + 1)
    there = _there(each.standard.pk for each in found)
    lines = [
        _line(framework, each, unit, wanted, there, day)
        for each in found
        for wanted in _wanted(each.standard)
        for unit in each.units or NOBODY
    ]
    without = sum(not _wanted(each.standard) for each in found)
    return Drafts(lines[:MOST_LINES], len(lines) > MOST_LINES, without)


def window_of(framework: Framework, months: int, day: date) -> tuple[date | None, date | None]:
    """The days of which material is wanted: the framework's window, else so many months before the day."""
    if framework.window_from is not None:
        return framework.window_from, framework.window_to
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1), None


def _wanted(standard: Standard) -> list[Wanted]:
    """What its words ask for; where nothing is written and material is counted, the standard itself (our choice)."""
    if standard.evidence.strip() or all(part.rule != PROOF for part in standard.parts.all()):
        return wanted_of(standard.evidence)
    return wanted_of(standard.text.replace("；", "，").replace(";", "，").replace("\n", " "))[:1]


def _there(standard_ids: Iterable[int]) -> set[tuple[int, int, str]]:
    rows = MaterialRequest.objects.filter(standard__in=list(standard_ids)).exclude(state=State.VOID.value)
    return set(rows.values_list("standard_id", "unit_id", "title"))


def _line(
    framework: Framework,
    found: StandardDuties,
    unit: tuple[int | None, str],
    wanted: Wanted,
    there: set[tuple[int, int, str]],
    day: date,
) -> DraftLine:
    unit_id, unit_name = unit
    is_picture = wanted.kind is Kind.PICTURE
    first_on, last_on = window_of(framework, wanted.months or MONTHS.on(day), day)
    return DraftLine(
        standard=found.standard,
        unit_id=unit_id,
        unit_name=unit_name,
        title=wanted.title,
        kind=wanted.kind,
        count=wanted.count,
        formats=USUAL[wanted.kind],
        megabytes=MEGABYTES.on(day),
        least_pixels=LEAST_PIXELS.on(day) if is_picture else 0,
        first_on=first_on,
        last_on=last_on,
        captions=CAPTION_FIELDS if is_picture else (),
        is_there=unit_id is not None and (found.standard.pk, unit_id, wanted.title) in there,
    )
