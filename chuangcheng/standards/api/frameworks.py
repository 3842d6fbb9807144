"""Editions of frameworks: made, changed, put in force, closed, carried over, and what is different between them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from ninja import Field, Router, Schema, Status

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.standards import queries, services
from chuangcheng.standards.access import framework_for
from chuangcheng.standards.api.shapes import DisputeOut, dispute_out
from chuangcheng.standards.breakdown_paper import breakdown_workbook
from chuangcheng.standards.models import Framework, Standard
from chuangcheng.standards.slots import more_gaps
from chuangcheng.standards.workbook import framework_workbook

router = Router()


class FrameworkOut(Schema):
    id: int
    code: str  # the same in every edition
    name: str
    edition: str
    programme: str
    state: str  # draft, in_force, closed
    is_sample: bool
    standard_count: int
    marks: Decimal | None  # points


class FrameworkFacts(Schema):
    name: str
    edition: str
    programme: str
    note: str
    levels: list[str]  # names of the three levels, top first
    total: Decimal | None  # points, as the framework claims
    counted_checks: str  # all, latest
    method_weights: dict[str, str]
    cycle_weights: list[str]
    gate: dict[str, str]  # {"name", "min", "share"} or empty
    window_from: date | None
    window_to: date | None


class FrameworkDetail(FrameworkFacts):
    id: int
    code: str
    state: str
    is_sample: bool
    carried_over_from_id: int | None


class FrameworkIn(Strict):
    name: str
    edition: str
    programme: str = Framework.Programme.CIVILISED
    note: str = ""


class SampleIn(Strict):
    scope: Literal["district", "county"] = "district"


class FrameworkPatch(Strict):
    """What is left out stays."""

    name: str | None = None
    edition: str | None = None
    programme: str | None = None
    note: str | None = None
    levels: list[str] | None = None
    total: Decimal | None = None
    counted_checks: str | None = None
    method_weights: dict[str, Decimal] | None = None
    cycle_weights: list[Decimal] | None = None
    gate: dict[str, str] | None = None
    window_from: date | None = None
    window_to: date | None = None


class EditionIn(Strict):
    edition: str
    starts_on: date = Field(default_factory=today)  # the day from which leaders and units answer under it


class Reason(Strict):
    reason: str


class DifferenceOut(Schema):
    label: str
    before: str
    after: str


class ChangeOut(Schema):
    code: str
    kind: str  # added, removed, changed
    text: str
    is_negative: bool
    differences: list[DifferenceOut]


class ItemGap(Schema):
    id: int
    name: str


class StandardGap(Schema):
    id: int
    code: str
    text: str
    item: str


class OtherGap(Schema):
    label: str
    count: str  # words: "12", "1,000+"


class GapsOut(Schema):
    items_without_leader: list[ItemGap]
    standards_without_lead: list[StandardGap]
    standards_without_site_type: list[StandardGap]
    standards_without_rule: list[StandardGap]
    open_disputes: list[DisputeOut]
    others: list[OtherGap]  # what other parts of the product know: sites without an owner


NULLABLE = {"total", "window_from", "window_to"}  # facts that may be taken back


@router.get("/frameworks", response=list[FrameworkOut])
def list_frameworks(request: HttpRequest) -> Any:
    """The editions that the actor sees."""
    return list(queries.framework_list(actor=actor_of(request)))


@router.post("/frameworks", response={201: FrameworkDetail})
def create_framework(request: HttpRequest, given: FrameworkIn) -> Status[Framework]:
    """An empty draft."""
    return Status(201, services.create_framework(actor=actor_of(request), **given.dict()))


@router.post("/frameworks/sample", response={201: FrameworkDetail})
def take_sample(request: HttpRequest, given: SampleIn) -> Status[Framework]:
    """The sample framework of the product, in force; the one taken before, if any."""
    return Status(201, services.load_sample(actor=actor_of(request), scope=given.scope))


@router.get("/frameworks/{framework_id}", response=FrameworkDetail)
def get_framework(request: HttpRequest, framework_id: int) -> Framework:
    """One edition with its weights, gate and window."""
    return framework_for(actor_of(request), framework_id)


@router.patch("/frameworks/{framework_id}", response=FrameworkDetail)
def change_framework(request: HttpRequest, framework_id: int, given: FrameworkPatch) -> Framework:
    """Changes facts of a draft; `null` takes back a total or an end of the window."""
    told = given.dict(exclude_unset=True)
    facts = {name: value for name, value in told.items() if value is not None or name in NULLABLE}
    return services.set_framework_facts(actor=actor_of(request), framework_id=framework_id, facts=facts)


@router.delete("/frameworks/{framework_id}", response={204: None})
def discard_framework(request: HttpRequest, framework_id: int) -> Status[None]:
    """Throws a draft away with all that stands in it."""
    services.discard_draft(actor=actor_of(request), framework_id=framework_id)
    return Status(204, None)


@router.post("/frameworks/{framework_id}/start", response={204: None})
def start_framework(request: HttpRequest, framework_id: int) -> Status[None]:
    """Puts a draft in force."""
    services.put_in_force(actor=actor_of(request), framework_id=framework_id)
    return Status(204, None)


@router.post("/frameworks/{framework_id}/stop", response={204: None})
def stop_framework(request: HttpRequest, framework_id: int, given: Reason) -> Status[None]:
    """Closes an edition, with a reason."""
    services.close_framework(actor=actor_of(request), framework_id=framework_id, reason=given.reason)
    return Status(204, None)


@router.post("/frameworks/{framework_id}/editions", response={201: FrameworkDetail})
def start_edition(request: HttpRequest, framework_id: int, given: EditionIn) -> Status[Framework]:
    """Carries an edition over into a draft."""
    return Status(201, services.carry_over(actor=actor_of(request), framework_id=framework_id, **given.dict()))


@router.get("/frameworks/{framework_id}/changes", response=list[ChangeOut])
def list_changes(request: HttpRequest, framework_id: int) -> list[queries.Change]:
    """What is different from the edition that this one was carried over from; nothing when from none."""
    found = framework_for(actor_of(request), framework_id)
    old = found.carried_over_from
    return queries.changes_between(old, found) if old else []


@router.get("/frameworks/{framework_id}/gaps", response=GapsOut)
def list_gaps(request: HttpRequest, framework_id: int) -> dict[str, Any]:
    """What nobody answers for today, here and in other parts of the product, and what cannot be scored."""
    actor = actor_of(request)
    found = queries.gaps(framework=framework_for(actor, framework_id), day=today())
    others = [gap for gap_of in more_gaps if (gap := gap_of(actor)) is not None]
    return {
        "items_without_leader": found.items_without_leader,
        "standards_without_lead": [_gap(row) for row in found.standards_without_lead],
        "standards_without_site_type": [_gap(row) for row in found.standards_without_site_type],
        "standards_without_rule": [_gap(row) for row in found.standards_without_rule],
        "open_disputes": [dispute_out(row) for row in found.open_disputes],
        "others": [{"label": str(gap.label), "count": gap.count} for gap in others],
    }


@router.get("/frameworks/{framework_id}/workbook", response={200: None})
def download_framework(request: HttpRequest, framework_id: int) -> FileResponse:
    """The canonical workbook (xlsx), which the import reads again."""
    actor = actor_of(request)
    found = framework_for(actor, framework_id)
    return download(framework_workbook(actor=actor, framework=found), f"{found.name}-{found.edition}.xlsx")


@router.get("/frameworks/{framework_id}/breakdown", response={200: None})
def download_breakdown(request: HttpRequest, framework_id: int) -> FileResponse:
    """任务分解表 (xlsx); edited and brought back by `import breakdown` it changes the edited cells only."""
    actor = actor_of(request)
    found = framework_for(actor, framework_id)
    return download(breakdown_workbook(actor=actor, framework=found), f"{found.name}-任务分解表.xlsx")


def _gap(row: Standard) -> dict[str, Any]:
    return {"id": row.pk, "code": row.code, "text": row.text, "item": row.content.item.name}
