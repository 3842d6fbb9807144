"""A row that was never seen becomes a case, with the history that leads to where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.cases.models.cases import found_by
from chuangcheng.cases.models.classes import NORMAL, URGENT
from chuangcheng.cases.services.ledger.drafts import CaseDraft
from chuangcheng.cases.services.ledger.histories import go, step_of, way_from
from chuangcheng.cases.services.ledger.lookups import Lookups
from chuangcheng.cases.services.ledger.new_cases import NewCase
from chuangcheng.cases.services.ledger.writing import Taken
from chuangcheng.cases.states import State
from chuangcheng.core.ids import id_at
from chuangcheng.core.workdays import Calendar
from chuangcheng.sites.services import position_in_row

if TYPE_CHECKING:
    from chuangcheng.sites.models import Site


def made(
    draft: CaseDraft, number: str, lookups: Lookups, calendar: Calendar, taken: Taken, hidden_round: str = ""
) -> None:
    """Adds the case, its steps and its assisting units to what is to be written.

    `hidden_round`: id of the round until whose release it is held; until then it waits to be dispatched, since no unit
    may know of it and no clock runs.
    """
    case = _case(draft, number, lookups)
    if hidden_round:
        case.is_held, case.source_group = True, hidden_round
        taken.steps.append(step_of(case, "open", "", draft.found_at, None))
        taken.steps += go(case, draft, way_from(State.REPORTED.value, State.FILED.value), None, calendar)
        taken.created.append(case)
        return
    units = lookups.units(draft)
    lead = units[0] if units else None
    state = State.FILED if lead is None and draft.state in {State.FIXING, State.FED_BACK} else draft.state
    taken.steps.append(step_of(case, "open", "", draft.found_at, None))
    taken.steps += go(case, draft, way_from(State.REPORTED.value, state.value), lead, calendar)
    taken.assists += [(case.pk, unit.pk) for unit in units[1:] if case.lead_unit is not None]
    taken.created.append(case)


def _case(draft: CaseDraft, number: str, lookups: Lookups) -> NewCase:
    named = lookups.area(draft)
    site = lookups.site(draft, named)
    case_id, (lon, lat) = id_at(draft.found_at), _position(draft, lookups, site)
    cell, spot = found_by(lon, lat)
    return NewCase(
        pk=case_id,
        latest_event_id=case_id,  # until its first step is made
        number=number,
        description=draft.description,
        state=State.REPORTED.value,
        severity=URGENT if draft.is_urgent else NORMAL,
        problem_class=lookups.problem_class(draft),
        site=site,
        place_text=draft.place or _("台账没有写地点"),
        lon=lon,
        lat=lat,
        cell=cell,
        spot=spot,
        area=named or (site.area if site else None),
        source=draft.source,
        source_id=draft.key,
        source_label=" ".join(text for text in (draft.source_words, draft.code) if text),
        reported_at=draft.found_at,
    )


def _position(draft: CaseDraft, lookups: Lookups, site: Site | None) -> tuple[float | None, float | None]:
    """Longitude and latitude: what the row says, else where the site is."""
    is_said = draft.row.has("lon") or draft.row.has("position")
    said = position_in_row(draft.row, lookups.report) if is_said else None
    if said is not None:
        return said.lon, said.lat
    return (None, None) if site is None else (site.lon, site.lat)
