"""The sample's checklists: what is looked at at each of the 26 kinds of place (`standards/sample/checklists`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.sites.access import CHECKLISTS
from chuangcheng.sites.models import ChecklistItem
from chuangcheng.sites.queries import linkable_frameworks
from chuangcheng.sites.services.links import link_missing
from chuangcheng.standards.services.sample import SAMPLE, sample_file
from chuangcheng.standards.services.site_types import names_to_site_types

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True)
class Loaded:
    """What became of the sample."""

    items: int  # made now; those that were there stay as they are
    links: int  # to standards of the framework, made now


def take_sample_checklists(*, actor: Actor) -> Loaded:
    """The sample's checklists, linked to the newest sample framework that is not closed. Raises InvalidInput."""
    require(actor, CHECKLISTS)
    samples = [found for found in linkable_frameworks(actor) if found.is_sample]
    if not samples:
        raise InvalidInput(_("还没有装入示例体系，请先到测评体系页面装入。"))
    return load_sample_checklists(framework=samples[0], actor=actor)


@transaction.atomic
def load_sample_checklists(*, framework: Framework, actor: Actor) -> Loaded:
    """Adds the sample's items that a checklist does not have yet, and links the sample's items to this framework's
    standards by code. A code that the framework does not have gives no link. Idempotent; a constant number of queries.
    """
    require(actor, CHECKLISTS)
    types = names_to_site_types()
    rows = [
        (types[sheet["name"]], order, row)
        for path in sorted((SAMPLE / "checklists").glob("*.toml"))
        for sheet in [sample_file(f"checklists/{path.name}")]
        if sheet["name"] in types
        for order, row in enumerate(_rows_of(sheet))
    ]
    known = set(ChecklistItem.objects.values_list("site_type_id", "code"))
    fresh = [_item(type_id, order, row) for type_id, order, row in rows if (type_id, row["code"]) not in known]
    ChecklistItem.objects.bulk_create(fresh)
    links = _link(framework, rows)
    audit.record(actor=actor, action="sites.load_sample_checklists", subject=framework, detail={"items": len(fresh)})
    return Loaded(len(fresh), links)


def _rows_of(sheet: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The items of a sheet: those of the shared blocks that it uses, then its own."""
    blocks = {block["code"]: block["items"] for block in sample_file("common.toml")["blocks"]}
    return [row for code in sheet["use"] for row in blocks[code]] + list(sheet["items"])


def _item(type_id: int, order: int, row: Mapping[str, Any]) -> ChecklistItem:
    parameters = row["parameters"]
    return ChecklistItem(
        site_type_id=type_id,
        order=order,
        code=row["code"],
        part=row.get("part", ""),
        text=row["text"],
        kind=row["kind"],
        minimum=parameters.get("minimum"),
        minutes=parameters.get("minutes"),
        line=Decimal(parameters["line"]) if "line" in parameters else None,
        pieces=list(parameters.get("pieces", [])),
        unit=parameters.get("unit", ""),
        counting_rule=row["counting_rule"],
        marks=Decimal(row["marks"]),
        problem_class=row["problem_class"],
        source=row["source"][:300],
    )


def _link(framework: Framework, rows: Sequence[tuple[int, int, Mapping[str, Any]]]) -> int:
    standards = dict(framework.standards.values_list("code", "pk"))
    running = ChecklistItem.objects.filter(retired_on__isnull=True)
    items = {(type_id, code): pk for pk, type_id, code in running.values_list("pk", "site_type_id", "code")}
    return link_missing(
        (items[type_id, row["code"]], standards[code])
        for type_id, _order, row in rows
        if (type_id, row["code"]) in items
        for code in row["standards"]
        if code in standards
    )
