"""申报材料 behind the sites of a visit: what the standards that look at places of their type ask of the units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.queries.looks import edition_of
from chuangcheng.core.access import Actor
from chuangcheng.evidence.access import VIEW as VIEW_MATERIAL
from chuangcheng.evidence.queries import Cell, MaterialLine, cells_of_standards, materials_behind, total_of
from chuangcheng.standards.queries import standard_labels, standards_of_site_types

if TYPE_CHECKING:
    from chuangcheng.sites.models import Site


def material_by_type(*, actor: Actor, visit: AssessorVisit, sites: Iterable[Site]) -> dict[int, Cell]:
    """Site type → the material of its standards together; without what was never asked for. Three queries at most."""
    by_type = _standards(actor, visit, {site.site_type_id for site in sites})
    cells = cells_of_standards(actor=actor, standard_ids={pk for ids in by_type.values() for pk in ids})
    totals = {type_id: total_of(cells[pk] for pk in ids if pk in cells) for type_id, ids in by_type.items()}
    return {type_id: total for type_id, total in totals.items() if total.asked}


def material_of_site(*, actor: Actor, visit: AssessorVisit, site: Site) -> list[tuple[str, list[MaterialLine]]]:
    """Each standard that looks at such a place and has requests, as its label with them. Four queries at most."""
    ids = _standards(actor, visit, {site.site_type_id}).get(site.site_type_id, [])
    lines = materials_behind(actor=actor, standard_ids=ids) if ids else []
    asked = {line.standard_id for line in lines}
    labels = standard_labels(asked)
    return [(labels[pk], [line for line in lines if line.standard_id == pk]) for pk in ids if pk in asked]


def _standards(actor: Actor, visit: AssessorVisit, type_ids: set[int]) -> dict[int, list[int]]:
    """Nothing for who sees no material, or while the edition is not known."""
    edition = edition_of(actor=actor, visit=visit) if actor.may(VIEW_MATERIAL) else None
    return standards_of_site_types(framework_id=edition.pk, site_type_ids=type_ids) if edition is not None else {}
