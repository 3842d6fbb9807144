"""A row that was never seen becomes a case, with the history that leads to where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case
from chuangcheng.cases.services.ledger.drafts import CaseDraft
from chuangcheng.cases.services.ledger.histories import go, step_of, way_from
from chuangcheng.cases.services.ledger.lookups import Lookups
from chuangcheng.cases.services.ledger.writing import SOURCE, Taken
from chuangcheng.cases.states import State
from chuangcheng.core.ids import id_at
from chuangcheng.core.workdays import Calendar
from chuangcheng.sites.services import position_in_row

if TYPE_CHECKING:
    from chuangcheng.sites.models import Site


def made(draft: CaseDraft, number: str, lookups: Lookups, calendar: Calendar, taken: Taken) -> None:
    """Adds the case, its steps and its assisting units to what is to be written."""
    case = _case(draft, lookups)
    case.number = number
    units = lookups.units(draft)
    lead = units[0] if units else None
    state = State.FILED if lead is None and draft.state in {State.FIXING, State.FED_BACK} else draft.state
    taken.steps.append(step_of(case, "open", "", draft.found_at, None))
    taken.steps += go(case, draft, way_from(State.REPORTED, state), lead, calendar)
    taken.assists += [(case.pk, unit.pk) for unit in units[1:] if case.lead_unit_id is not None]
    taken.created.append(case)


def _case(draft: CaseDraft, lookups: Lookups) -> Case:
    named = lookups.area(draft)
    site = lookups.site(draft, named)
    case_id = id_at(draft.found_at)
    case = Case(
        pk=case_id,
        latest_event_id=case_id,  # until its first step is made
        description=draft.description,
        state=State.REPORTED.value,
        severity=Case.Severity.URGENT if draft.is_urgent else Case.Severity.NORMAL,
        problem_class=lookups.problem_class(draft),
        site=site,
        place_text=draft.place or _("台账没有写地点"),
        area=named or (site.area if site else None),
        source=draft.source,
        source_kind=SOURCE,
        source_id=draft.key,
        source_label=" ".join(text for text in (draft.source_words, draft.code) if text),
        reported_at=draft.found_at,
        is_imported=True,
    )
    case.put_at(*_position(draft, lookups, site))
    return case


def _position(draft: CaseDraft, lookups: Lookups, site: Site | None) -> tuple[float | None, float | None]:
    """Longitude and latitude: what the row says, else where the site is."""
    is_said = draft.row.has("lon") or draft.row.has("position")
    said = position_in_row(draft.row, lookups.report) if is_said else None
    if said is not None:
        return said.lon, said.lat
    return (None, None) if site is None else (site.lon, site.lat)
