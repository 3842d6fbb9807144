"""What each kind of record does here, by the doors of the contexts below, under the id that the phone made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.queries import problem_class_for
from chuangcheng.cases.services import Report, Step, feed_back, fix_on_spot, open_case
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import derived_id
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.positions import Fix
from chuangcheng.field.services.advice import give_advice
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
    made_at: datetime
    body: Mapping[str, Any]
    position: Fix | None
    files: Mapping[str, StoredFile]  # by hash; all of them are here

    def photos(self, hashes: Sequence[str]) -> list[UUID]:
        """The ids of these photos; raises InvalidInput when the record does not list one."""
        if unknown := [each for each in hashes if each not in self.files]:
            raise InvalidInput(_("记录引用了没有列出的照片%(hash)s。") % {"hash": unknown[0][:12]})
        return [self.files[each].pk for each in dict.fromkeys(hashes)]


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
    return Result(str(event.case_id), event.case.number)


def advice(deed: Deed) -> Result:
    """Somebody was asked to put right what they did."""
    body = deed.body
    made = give_advice(
        actor=deed.actor,
        advice_id=deed.id,
        at=deed.made_at,
        position=deed.position,
        photo_ids=deed.photos(body.get("photos", ())),
        **{key: value for key, value in body.items() if key != "photos"},
    )
    return Result(str(made.pk))


DEEDS: Mapping[str, Callable[[Deed], Result]] = {
    FieldRecord.Kind.VISIT: visit,
    FieldRecord.Kind.PROBLEM: problem,
    FieldRecord.Kind.FEED_BACK: fed_back,
    FieldRecord.Kind.FIX_ON_SPOT: fixed_on_spot,
    FieldRecord.Kind.ADVICE: advice,
}


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
    if body.get("severity"):
        report["severity"] = body["severity"]
    if not report["site_id"] and not report["place_text"].strip() and lon is not None and lat is not None:
        report["place_text"] = _("定位%(lon)s，%(lat)s") % {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}
    description = body.get("description", "").strip() or (found.name if found is not None else "")
    return open_case(actor=deed.actor, case_id=case_id, description=description, **report)
