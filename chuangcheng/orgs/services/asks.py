"""What a unit is asked for is written down where it is asked, so that it is counted and nobody is asked twice."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.spans import week_of
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Ask, Unit
from chuangcheng.orgs.policies import KINDS_SPARED, MOST_ASKS_A_WEEK

MOST_DESPITE = 300  # characters of a reason
BATCH = 500  # rows in one statement


@dataclass(frozen=True, slots=True)
class AskGiven:
    """Something asked of a unit, and the record that asks."""

    unit_id: int
    kind: str  # Ask.Kind
    title: str
    source_kind: str
    source_id: str
    source_label: str  # how people call the record: its number and name
    due_on: date | None = None


class AsksRefused(InvalidInput):
    """Place in the sequence (from 0) → why it is not asked: asked already, or too much in this week."""

    def __init__(self, problems: dict[int, str]) -> None:
        first, others = problems[min(problems)], len(problems) - 1
        more = ngettext("另有%(n)s项也是这样。", "另有%(n)s项也是这样。", others) % {"n": others}
        super().__init__(first + more if others else first)
        self.problems = problems


@transaction.atomic
def ask_units(*, actor: Actor, asks: Sequence[AskGiven], despite: str = "") -> int:
    """Writes down what is asked, and gives how many; of the same record once, and not what a unit asks of itself.

    Raises AsksRefused, with a pointer to the earlier one, when a unit has the same still open or has had its number for
    this week; `despite` says why it is asked all the same. Five queries.
    """
    wanted = [(place, each) for place, each in enumerate(asks) if each.unit_id not in actor.unit_ids]
    known = _known([each for _place, each in wanted])
    wanted = [(place, each) for place, each in wanted if (each.source_kind, each.source_id, each.unit_id) not in known]
    reason = despite.strip()[:MOST_DESPITE]
    if not reason:
        _refuse(wanted)
    Ask.objects.bulk_create([_row(actor, each, reason) for _place, each in wanted])
    return len(wanted)


def end_asks(
    *,
    source_kind: str,
    source_ids: Collection[str],
    is_taken_back: bool = False,
    unit_ids: Collection[int] | None = None,
) -> None:
    """What these records asked for, of these units or all, is done, or taken back and not counted. One statement."""
    open_ones = _of_records(source_kind, source_ids, unit_ids).filter(ended_on__isnull=True)
    open_ones.update(ended_on=today(), is_taken_back=is_taken_back)


def renew_asks(*, source_kind: str, source_ids: Collection[str], unit_ids: Collection[int] | None = None) -> None:
    """What these records asked for is open again; of these units, or all. One statement."""
    _of_records(source_kind, source_ids, unit_ids).update(ended_on=None, is_taken_back=False)


def change_asks(*, source_kind: str, facts: Mapping[str, tuple[str, date | None]]) -> None:
    """What these records ask for by now: id of the record → title and last day. Two statements."""
    rows = list(Ask.objects.filter(source_kind=source_kind, source_id__in=facts))
    for row in rows:
        title, row.due_on = facts[row.source_id]
        row.title, row.mark = title[:200], mark_of(title)
    Ask.objects.bulk_update(rows, ["title", "mark", "due_on"], batch_size=BATCH)


def mark_of(title: str) -> str:
    """The title without spaces, punctuation and width: what is written twice with small differences has one mark."""
    told = unicodedata.normalize("NFKC", title).casefold()
    return "".join(letter for letter in told if letter.isalnum())[:200]


def _of_records(source_kind: str, source_ids: Collection[str], unit_ids: Collection[int] | None) -> QuerySet[Ask]:
    rows = Ask.objects.filter(source_kind=source_kind, source_id__in=source_ids)
    return rows if unit_ids is None else rows.filter(unit__in=unit_ids)


def _known(asks: Sequence[AskGiven]) -> set[tuple[str, str, int]]:
    ids = {each.source_id for each in asks}
    rows = Ask.objects.filter(source_id__in=ids).values_list("source_kind", "source_id", "unit")
    return set(rows) if asks else set()


def _refuse(wanted: Sequence[tuple[int, AskGiven]]) -> None:
    if not wanted:
        return
    names = dict(Unit.objects.filter(pk__in={each.unit_id for _place, each in wanted}).values_list("pk", "name"))
    problems = {**_over(wanted, names), **_repeated(wanted, names)}
    if problems:
        raise AsksRefused(problems)


def _repeated(wanted: Sequence[tuple[int, AskGiven]], names: dict[int, str]) -> dict[int, str]:
    """What a unit has open already, or twice in this sequence."""
    marks = {mark_of(each.title) for _place, each in wanted} - {""}
    there = Ask.objects.filter(unit__in=names, mark__in=marks, ended_on__isnull=True).order_by("asked_at", "pk")
    known: dict[tuple[int, str, str], str] = {}
    for row in there:
        told = _("%(label)s（%(day)s）") % {"label": row.source_label, "day": row.asked_on.isoformat()}
        known.setdefault((row.unit_id, row.kind, row.mark), told)
    problems = {}
    for place, each in wanted:
        key = (each.unit_id, each.kind, mark_of(each.title))
        if key in known:
            words = _("%(unit)s已有同样的要求，还没有办完：%(earlier)s。请合并办理；确需再提，请写明理由。")
            problems[place] = words % {"unit": names.get(each.unit_id, ""), "earlier": known[key]}
        elif key[2]:
            known[key] = each.source_label
    return problems


def _over(wanted: Sequence[tuple[int, AskGiven]], names: dict[int, str]) -> dict[int, str]:
    """What goes over the number that a unit may be asked for in this week."""
    day = today()
    most = MOST_ASKS_A_WEEK.on(day)
    if not most:
        return {}
    spared = set(Unit.objects.filter(pk__in=names, kind__in=KINDS_SPARED.on(day)).values_list("pk", flat=True))
    week = Q(asked_on__range=week_of(day), is_taken_back=False, unit__in=spared)
    count = Counter(Ask.objects.filter(week).values_list("unit", flat=True))
    problems = {}
    for place, each in wanted:
        if each.unit_id not in spared:
            continue
        count[each.unit_id] += 1
        if count[each.unit_id] > most:
            words = _("%(unit)s本周已被要求%(most)s件，达到上限。请下周再提；确需再提，请写明理由。")
            problems[place] = words % {"unit": names.get(each.unit_id, ""), "most": most}
    return problems


def _row(actor: Actor, each: AskGiven, despite: str) -> Ask:
    return Ask(
        unit_id=each.unit_id,
        kind=each.kind,
        title=each.title[:200],
        mark=mark_of(each.title),
        source_kind=each.source_kind,
        source_id=each.source_id,
        source_label=each.source_label[:80],
        asked_by_id=actor.person_id,
        asked_by_unit=actor.unit_name[:80],
        asked_on=today(),
        due_on=each.due_on,
        despite=despite,
    )
