"""What each kind of record does here, by the doors of the contexts below, under the id that the phone made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.queries import problem_class_for
from chuangcheng.cases.services import Report, Step, feed_back, fix_on_spot, open_case
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import derived_id
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.positions import CLOCK_SECONDS, Fix
from chuangcheng.field.services.advice import give_advice
from chuangcheng.field.services.patrols import (
    End,
    Found,
    Tick,
    Walk,
    begin_patrol,
    end_patrol,
    keep_finding,
    tick_place,
)
from chuangcheng.inspections.access import SELF_CHECK, VISIT
from chuangcheng.inspections.services import (
    AnswerGiven,
    Position,
    VisitGiven,
    keep_photos,
    open_cases_for_visit,
    submit_visit,
)

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.core.models import StoredFile


@dataclass(frozen=True, slots=True)
class Deed:
    """A record about to be taken in."""

    actor: Actor
    id: UUID
    kind: str  # FieldRecord.Kind
    made_at: datetime
    body: Mapping[str, Any]
    position: Fix | None
    files: Mapping[str, StoredFile]  # by hash; all of them are here
    marks: Sequence[str] = ()  # of the position
    clock_off: int = 0  # seconds that the device's clock was ahead of ours

    def photos(self, hashes: Sequence[str]) -> list[UUID]:
        """The ids of these photos; raises InvalidInput when the record does not list one."""
        if unknown := [each for each in hashes if each not in self.files]:
            raise InvalidInput(_("记录引用了没有列出的照片%(hash)s。") % {"hash": unknown[0][:12]})
        return [self.files[each].pk for each in dict.fromkeys(hashes)]

    def at(self, told: datetime) -> datetime:
        """When it was: the device's word, put right where its clock was off."""
        return told - timedelta(seconds=self.clock_off) if abs(self.clock_off) > CLOCK_SECONDS else told

    def walk(self) -> Walk | None:
        """The patrol that the record names."""
        told = self.body.get("patrol")
        return None if told is None else Walk(told["id"], self.at(told["started_at"]))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    id: str
    number: str = ""


def visit(deed: Deed) -> Result:
    """A visit, whole; its failed answers become cases when the person said so."""
    body = deed.body
    answers = [
        AnswerGiven(row["item_id"], row["value"], row.get("note", ""), tuple(deed.photos(row.get("photos", ()))))
        for row in body["answers"]
    ]
    sent = [deed.files[sha256] for row in body["answers"] for sha256 in row.get("photos", ())]
    if sent:
        keep_photos(actor=deed.actor, files=sent, may=VISIT if deed.actor.may(VISIT) else SELF_CHECK)
    fix = deed.position
    position = None if fix is None else Position(fix.lon, fix.lat, fix.accuracy)
    given = VisitGiven(
        deed.id, body["round_id"], body["site_id"], body["started_at"], answers, position, body.get("note", "")
    )
    made = submit_visit(actor=deed.actor, given=given)
    if body.get("open_cases"):
        open_cases_for_visit(actor=deed.actor, visit_id=made.pk)
    return Result(str(made.pk), made.round.number)


def problem(deed: Deed) -> Result:
    """A problem reported."""
    case = _opened(deed, deed.id, deed.body, deed.body.get("photos", ()))
    _link(deed, Result(str(case.pk), case.number), title=case.description, site_id=case.site_id)
    return Result(str(case.pk), case.number)


def fed_back(deed: Deed) -> Result:
    """A fix fed back with its photos; whoever saw the case otherwise is told how it moved."""
    body = deed.body
    event = feed_back(
        actor=deed.actor,
        step=Step(body["case_id"], deed.id, body.get("seen")),
        after=deed.photos(body["after"]),
        reason=body.get("reason", ""),
    )
    return Result(str(event.case_id), event.case.number)


def fixed_on_spot(deed: Deed) -> Result:
    """A problem found and fixed at once; or one that was reported before."""
    body, before, after = deed.body, deed.photos(deed.body.get("before", ())), deed.photos(deed.body["after"])
    case_id = body.get("case_id") or derived_id(deed.id, "case")
    if body.get("problem"):
        _opened(deed, case_id, body["problem"], body.get("before", ()))
        before = []
    step = Step(case_id, deed.id)
    event = fix_on_spot(actor=deed.actor, step=step, before=before, after=after, reason=body.get("reason", ""))
    case = event.case
    _link(deed, Result(str(case.pk), case.number), title=case.description, site_id=case.site_id)
    return Result(str(case.pk), case.number)


def advice(deed: Deed) -> Result:
    """Somebody was asked to put right what they did."""
    body = deed.body
    made = give_advice(
        actor=deed.actor,
        advice_id=deed.id,
        at=deed.made_at,
        position=deed.position,
        photo_ids=deed.photos(body.get("photos", ())),
        **{key: value for key, value in body.items() if key not in {"photos", "patrol"}},
    )
    _link(deed, Result(str(made.pk)), title=made.behaviour, site_id=made.site_id)
    return Result(str(made.pk))


def patrol_begun(deed: Deed) -> Result:
    """A steward sets out."""
    return Result(str(begin_patrol(actor=deed.actor, walk=_walk(deed), place_count=deed.body["place_count"]).pk))


def place_ticked(deed: Deed) -> Result:
    """A place of a patrol, with what was found or that nothing was."""
    body = deed.body
    tick = Tick(
        id=deed.id,
        site_id=body["site_id"],
        at=deed.at(deed.made_at),
        finding=body["finding"],
        note=body.get("note", ""),
        position=deed.position,
        marks=deed.marks,
    )
    return Result(str(tick_place(actor=deed.actor, walk=_walk(deed), tick=tick).patrol_id))


def patrol_ended(deed: Deed) -> Result:
    """A patrol finished or broken off."""
    body = deed.body
    end = End(
        at=deed.at(deed.made_at),
        ending=body["ending"],
        reason=body.get("reason", ""),
        note=body.get("note", ""),
        place_count=body["place_count"],
        track=[Fix(row["lon"], row["lat"], row["accuracy"], deed.at(row["at"])) for row in body.get("track", ())],
    )
    return Result(str(end_patrol(actor=deed.actor, walk=_walk(deed), end=end).pk))


DEEDS: Mapping[str, Callable[[Deed], Result]] = {
    FieldRecord.Kind.VISIT: visit,
    FieldRecord.Kind.PROBLEM: problem,
    FieldRecord.Kind.FEED_BACK: fed_back,
    FieldRecord.Kind.FIX_ON_SPOT: fixed_on_spot,
    FieldRecord.Kind.ADVICE: advice,
    FieldRecord.Kind.PATROL_BEGIN: patrol_begun,
    FieldRecord.Kind.PATROL_STOP: place_ticked,
    FieldRecord.Kind.PATROL_END: patrol_ended,
}
PATROL_SOURCE = "field.patrol"  # `Case.source_kind` of a problem found on a patrol


def _walk(deed: Deed) -> Walk:
    walk = deed.walk()
    assert walk is not None  # noqa: S101 - the schema asks for it
    return walk


def _link(deed: Deed, result: Result, *, title: str, site_id: UUID | None) -> None:
    """Notes with its patrol what came of the record, when it belongs to one."""
    walk = deed.walk()
    if walk is None:
        return
    at = deed.at(deed.made_at)
    found = Found(deed.id, str(deed.kind), result.id, result.number, title, at, site_id)
    keep_finding(actor=deed.actor, walk=walk, found=found)


def _opened(deed: Deed, case_id: UUID, body: Mapping[str, Any], photos: Sequence[str]) -> Case:
    class_id, lon, lat = body.get("problem_class_id"), body.get("lon"), body.get("lat")
    if (lon is None or lat is None) and deed.position is not None:
        lon, lat = deed.position.lon, deed.position.lat
    found = problem_class_for(class_id) if class_id is not None else None
    report: Report = {
        "problem_class": found,
        "site_id": body.get("site_id"),
        "place_text": body.get("place_text", ""),
        "lon": lon,
        "lat": lat,
        "photo_ids": deed.photos(photos),
    }
    if walk := deed.walk():
        report |= {"source_kind": PATROL_SOURCE, "source_id": str(walk.id), "source_label": _("街巷巡查")}
    if body.get("severity"):
        report["severity"] = body["severity"]
    if not report["site_id"] and not report["place_text"].strip() and lon is not None and lat is not None:
        report["place_text"] = _("定位%(lon)s，%(lat)s") % {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}
    description = body.get("description", "").strip() or (found.name if found is not None else "")
    return open_case(actor=deed.actor, case_id=case_id, description=description, **report)
