"""What belongs to a special campaign: figures, cases, rounds, photos of before and after."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import cases_in_scope, fixed_with_photos, photo_pairs
from chuangcheng.command import special_papers as papers
from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.queries.specials.figures import Counted, figures_of
from chuangcheng.command.queries.specials.made_of import made_of
from chuangcheng.command.queries.specials.scope import scope_of
from chuangcheng.command.services import specials as services
from chuangcheng.command.special_access import special_for
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.media_types import DOCX, XLSX
from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download
from chuangcheng.inspections.queries import rounds_by_id

router = Router()
MOST = 200  # in one answer; our choice


class CountedOut(Schema):
    name: str  # empty: the whole
    found: int
    fixed: int
    fixed_rate: int | None  # percent, downwards
    open: int
    overdue: int
    sites: int
    visited: int
    coverage: int | None  # percent, downwards
    people: int
    hours: int


class DayOut(Schema):
    day: date
    found: int
    fixed: int
    visited: int
    people: int


class StandOut(Schema):
    kind: str
    number: int
    stands: int | None
    is_reached: bool


class FiguresOut(Schema):
    whole: CountedOut
    by_unit: list[CountedOut]
    by_town: list[CountedOut]
    days: list[DayOut]
    targets: list[StandOut]
    silent: list[str]  # units that never reported


class CaseOut(Schema):
    id: UUID
    number: str
    state: str


class PairOut(CaseOut):
    before: UUID | None  # id of the file
    after: UUID | None


class RoundOut(Schema):
    id: UUID
    number: str
    name: str
    kind: str
    state: str
    starts_on: date
    ends_on: date


class ChoiceIn(Strict):
    case_id: UUID
    is_in: bool
    reason: str


class NewRoundIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client
    name: str
    kind: str
    starts_on: date
    ends_on: date


@router.get("/specials/{special_id}/figures", response=FiguresOut)
def figures(request: HttpRequest, special_id: UUID) -> dict[str, Any]:
    """Cases, sites, people and targets, as far as the reader sees them."""
    actor = actor_of(request)
    told = figures_of(actor=actor, found=special_for(actor, special_id), now=now())
    return {
        "whole": _counted(told.whole),
        "by_unit": [_counted(row) for row in told.by_unit],
        "by_town": [_counted(row) for row in told.by_town],
        "days": told.days,
        "targets": [
            {
                "kind": each.target.kind,
                "number": each.target.number,
                "stands": each.stands,
                "is_reached": each.is_reached,
            }
            for each in told.targets
        ],
        "silent": told.silent,
    }


@router.get("/specials/{special_id}/cases", response=list[CaseOut])
def cases(
    request: HttpRequest, special_id: UUID, which: Literal["all", "open", "overdue", "fixed"] = "all"
) -> list[Any]:
    """The cases that belong, the newest first; at most 200."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    if not actor.may(VIEW_CASES):
        return []
    return list(cases_in_scope(actor=actor, scope=scope_of(found), view=which, now=now()).order_by("-pk")[:MOST])


@router.post("/specials/{special_id}/cases", response={201: FiguresOut})
def choose(request: HttpRequest, special_id: UUID, given: ChoiceIn) -> Status[dict[str, Any]]:
    """A case in or out against the rule."""
    services.choose_case(actor=actor_of(request), special_id=special_id, **given.dict())
    return Status(201, figures(request, special_id))


@router.get("/specials/{special_id}/rounds", response=list[RoundOut])
def rounds(request: HttpRequest, special_id: UUID) -> list[Any]:
    """Its rounds that the reader sees."""
    actor = actor_of(request)
    return rounds_by_id(actor=actor, round_ids=made_of(special_for(actor, special_id).pk).round_ids)


@router.post("/specials/{special_id}/rounds", response={201: list[RoundOut]})
def make_round(request: HttpRequest, special_id: UUID, given: NewRoundIn) -> Status[list[Any]]:
    """A round in preparation over the sites of the campaign."""
    facts = given.dict(exclude={"id"})
    key = given.id or new_id()
    services.make_special_round(actor=actor_of(request), special_id=special_id, round_id=key, **facts)
    return Status(201, rounds(request, special_id))


@router.put("/specials/{special_id}/rounds/{round_id}", response=list[RoundOut])
def attach_round(request: HttpRequest, special_id: UUID, round_id: UUID) -> list[Any]:
    """A round that is there already."""
    services.attach_round(actor=actor_of(request), special_id=special_id, round_id=round_id)
    return rounds(request, special_id)


@router.delete("/specials/{special_id}/rounds/{round_id}", response=list[RoundOut])
def detach_round(request: HttpRequest, special_id: UUID, round_id: UUID) -> list[Any]:
    """The round belongs to it no more."""
    services.detach_round(actor=actor_of(request), special_id=special_id, round_id=round_id)
    return rounds(request, special_id)


@router.get("/specials/{special_id}/gallery", response=list[PairOut])
def gallery(request: HttpRequest, special_id: UUID) -> list[dict[str, Any]]:
    """Before and after of what was fixed, the newest first; at most 200."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    if not actor.may(VIEW_CASES):
        return []
    rows = list(fixed_with_photos(actor=actor, scope=scope_of(found), now=now()).order_by("-pk")[:MOST])
    pairs = photo_pairs([row.pk for row in rows])
    return [
        {
            "id": row.pk,
            "number": row.number,
            "state": row.state,
            "before": pairs[row.pk].before,
            "after": pairs[row.pk].after,
        }
        for row in rows
    ]


@router.get("/specials/{special_id}/report.docx", response={200: None})
def report_document(request: HttpRequest, special_id: UUID) -> FileResponse:
    """总结报告 in Word."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    return _given(actor, found, papers.closing_report(actor=actor, found=found, now=now()), _("总结报告.docx"))


@router.get("/specials/{special_id}/brief.docx", response={200: None})
def brief_document(request: HttpRequest, special_id: UUID, day: date | None = None) -> FileResponse:
    """简报 of a day in Word; today unless said."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    content = papers.daily_brief(actor=actor, found=found, day=day or today(), now=now())
    return _given(actor, found, content, _("简报.docx"))


@router.get("/specials/{special_id}/days.xlsx", response={200: None})
def days_workbook(request: HttpRequest, special_id: UUID) -> FileResponse:
    """The daily figures as Excel."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    return _given(actor, found, papers.days_workbook(actor=actor, found=found, now=now()), _("每日数据.xlsx"))


@router.put("/specials/{special_id}/gallery/{case_id}", response={204: None})
def pick(request: HttpRequest, special_id: UUID, case_id: UUID) -> Status[None]:
    """The photos of this case go into the closing report."""
    services.pick_photos(actor=actor_of(request), special_id=special_id, case_id=case_id)
    return Status(204, None)


@router.delete("/specials/{special_id}/gallery/{case_id}", response={204: None})
def unpick(request: HttpRequest, special_id: UUID, case_id: UUID) -> Status[None]:
    """They do not."""
    services.unpick_photos(actor=actor_of(request), special_id=special_id, case_id=case_id)
    return Status(204, None)


def _given(actor: Actor, found: SpecialCampaign, content: bytes, name: str) -> FileResponse:
    audit.record(actor=actor, action="command.export_specials", subject=found)
    return download(content, f"{found.name}-{name}", DOCX if name.endswith("docx") else XLSX)


def _counted(row: Counted) -> dict[str, Any]:
    names = ("name", "found", "fixed", "fixed_rate", "open", "overdue", "sites", "visited", "coverage")
    return {**{name: getattr(row, name) for name in names}, "people": row.work.people, "hours": row.work.hours}
