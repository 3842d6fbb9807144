"""What an import does to the duties of an edition: adds what the file says, ends what it itself had said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from chuangcheng.standards.models import Duty, DutyRuling, Framework
from chuangcheng.standards.services.said import last_said, print_of
from chuangcheng.standards.services.spans import end_before

Units = tuple[int, ...]
Kinds = Mapping[str, Units]  # kind of duty → unit ids
LEAD, RESPONSIBLE = str(Duty.Kind.LEAD), str(Duty.Kind.RESPONSIBLE)


def field_of(kind: str) -> str:
    """The name under which the import remembers what was said about a kind of duty."""
    return f"duty-{kind}"


def new_duties(framework: Framework, said: Mapping[str, Kinds]) -> dict[str, dict[str, Units]]:
    """By code, the units that should answer from now on, for the kinds where that differs from now.

    said: what the file says anew. A unit that the file named before and no longer names goes, unless people changed
    that kind of duty since: then new units only come in addition, a second lead unit as a responsible one.
    """
    held = held_duties(framework)
    before = last_said(framework, {code: {field_of(kind): () for kind in kinds} for code, kinds in said.items()})
    found = {}
    for code, kinds in said.items():
        now = held[code]
        ours = {kind for kind in kinds if before.get((code, field_of(kind))) == print_of(sorted(now.get(kind, ())))}
        wanted = _wanted(kinds, now, ours)
        found[code] = {kind: units for kind, units in wanted.items() if set(units) != set(now.get(kind, ()))}
    return {code: kinds for code, kinds in found.items() if kinds}


def bound_by_rulings(
    framework: Framework, wanted: Mapping[str, Kinds]
) -> tuple[dict[str, dict[str, Units]], list[str]]:
    """What is wanted without the lead units that a ruling forbids, and the codes of their standards."""
    rulings = DutyRuling.objects.filter(standard__framework=framework, ruled_at__isnull=False)
    ruled = dict(rulings.order_by("ruled_at", "pk").values_list("standard__code", "ruled_for_id"))
    forbidden = [
        code for code, kinds in wanted.items() if code in ruled and kinds.get(LEAD, ()) not in ((), (ruled[code],))
    ]
    allowed = {
        code: {kind: units for kind, units in kinds.items() if kind != LEAD or code not in forbidden}
        for code, kinds in wanted.items()
    }
    return {code: kinds for code, kinds in allowed.items() if kinds}, forbidden


def write_duties(framework: Framework, wanted: Mapping[str, Kinds], *, day: date) -> None:
    """From the day on these units answer, and of these kinds nobody else."""
    held = held_duties(framework)
    keys = dict(framework.standards.filter(code__in=list(wanted)).values_list("code", "pk"))
    every = [(code, kind, units) for code, kinds in wanted.items() for kind, units in kinds.items()]
    gone = [
        (keys[code], kind, unit)
        for code, kind, units in every
        for unit in held[code].get(kind, ())
        if unit not in units
    ]
    fresh = [
        Duty(standard_id=keys[code], kind=kind, unit_id=unit, starts_on=day)
        for code, kind, units in every
        for unit in units
        if unit not in held[code].get(kind, ())
    ]
    if gone:
        end_before(_running(framework).filter(_any_of(gone)), day)
    Duty.objects.bulk_create(fresh, batch_size=500)


def _wanted(said: Kinds, now: Kinds, ours: set[str]) -> dict[str, Units]:
    wanted = {kind: units if kind in ours else _joined(now.get(kind, ()), units) for kind, units in said.items()}
    leads = wanted.get(LEAD, ())
    if len(leads) > 1:
        others = wanted.get(RESPONSIBLE, now.get(RESPONSIBLE, ()))
        wanted |= {LEAD: leads[:1], RESPONSIBLE: _joined(others, leads[1:])}
    return wanted


def _joined(one: Units, other: Units) -> Units:
    return tuple(dict.fromkeys((*one, *other)))


def _running(framework: Framework) -> QuerySet[Duty]:
    return Duty.objects.filter(standard__framework=framework, ends_on__isnull=True)


def held_duties(framework: Framework) -> defaultdict[str, dict[str, Units]]:
    """Units by code and kind of duty, as they answer now. One query."""
    found: defaultdict[str, dict[str, Units]] = defaultdict(dict)
    rows = _running(framework).order_by("pk").values_list("standard__code", "kind", "unit_id")
    for code, kind, unit in rows:
        found[code][kind] = (*found[code].get(kind, ()), unit)
    return found


def _any_of(duties: Iterable[tuple[int, str, int]]) -> Q:
    """Those of these (standard, kind, unit); grouped, so that the condition grows with the units, not with the rows."""
    standards: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for standard, kind, unit in duties:
        standards[kind, unit].append(standard)
    found = Q(pk__in=[])
    for (kind, unit), keys in standards.items():
        found |= Q(kind=kind, unit_id=unit, standard__in=keys)
    return found
