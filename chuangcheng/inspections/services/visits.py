"""A visit is written once, whole: answers, photos and one check for every standard linked to an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import SHANGHAI, local_date, now
from chuangcheng.inspections.access import assignment_for, visitor_id
from chuangcheng.inspections.events import VISIT_SUBMITTED
from chuangcheng.inspections.judgement import Asked, Judged, Unanswered, as_kept, judge
from chuangcheng.inspections.models import Answer, AnswerPhoto, Assignment, ReviewState, Round, Visit
from chuangcheng.inspections.services.checks import write_checks
from chuangcheng.inspections.services.photos import check_photos, forget_uploads
from chuangcheng.inspections.services.scores import Scored, score_of
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.sites.queries import checklist_of

if TYPE_CHECKING:
    from chuangcheng.sites.models import ChecklistItem

MOST_NOTE, MOST_ANSWER_NOTE = 2_000, 500  # characters
MAX_LONGITUDE, MAX_LATITUDE = 180, 90
OLDEST_START = timedelta(days=60)  # a form may wait so long on a phone; our choice


class VisitIdTaken(InvalidInput):
    """The id belongs to another visit already, or is none that a form or phone makes."""


class NotRunning(Refusal):
    """The round takes no visits now."""


class ChecklistMissing(InvalidInput):
    """Nothing is asked at sites of the type."""


@dataclass(frozen=True)
class AnswerGiven:
    """What the form says about one checklist item."""

    item_id: int
    value: Mapping[str, Any]  # see `judgement`
    note: str = ""
    photo_ids: Sequence[UUID] = ()  # of stored files that the person sent


@dataclass(frozen=True)
class Position:
    """Where the device says it is."""

    lon: float  # degrees WGS-84
    lat: float  # degrees WGS-84
    accuracy: float  # metres


@dataclass(frozen=True)
class VisitGiven:
    """A filled-in form. The id is made by the form, so that sending it twice is one visit."""

    id: UUID
    round_id: UUID
    site_id: UUID
    started_at: datetime
    answers: Sequence[AnswerGiven]
    position: Position | None = None
    note: str = ""


@dataclass(frozen=True)
class Found:
    """An answer with its item and verdict."""

    given: AnswerGiven
    item: ChecklistItem
    judged: Judged


def submit_visit(*, actor: Actor, given: VisitGiven) -> Visit:
    """The visit with its answers and checks. The same form again gives the visit that is there."""
    visitor_id(actor)
    if not is_client_id(given.id):
        raise VisitIdTaken(_("表单编号无效，请刷新页面后重新填写。"))
    try:
        with transaction.atomic():
            return _submitted(actor, given)
    except IntegrityError:
        # The same id at the same moment for another site: the other one was first.
        found = Visit.objects.filter(pk=given.id).first()
        if found is None:
            raise
        return _same_visit(found, actor, given)


def checklist_for(assignment: Assignment, *, moment: datetime) -> list[ChecklistItem]:
    """What is asked at the site of an assignment; raises ChecklistMissing when nothing is. Three queries."""
    items = checklist_of(site_type_id=assignment.site.site_type_id, day=local_date(moment))
    if not items:
        name = assignment.site.site_type.name
        raise ChecklistMissing(_("点位类型“%(name)s”还没有检查表，请联系创城办。") % {"name": name})
    return items


def asked_by(item: ChecklistItem) -> Asked:
    """What a checklist item asks for, as the pure rules take it."""
    return Asked(kind=item.kind, minimum=item.minimum, line=item.line, pieces=tuple(item.pieces))


def _submitted(actor: Actor, given: VisitGiven) -> Visit:
    # Alone and first: what is read afterwards is as it stands while the row is held.
    rows = Assignment.objects.select_for_update().filter(round=given.round_id, site=given.site_id)
    rows.values_list("pk").first()
    assignment = assignment_for(actor, given.round_id, given.site_id)
    found = Visit.objects.filter(pk=given.id).first()
    if found is not None:
        return _same_visit(found, actor, given)
    if assignment.round.state != Round.State.RUNNING:
        raise NotRunning(_("该轮次不在进行中，检查结果没有保存，请联系安排检查的人员。"))
    return _write(actor, assignment, given)


def _same_visit(found: Visit, actor: Actor, given: VisitGiven) -> Visit:
    if (found.inspector_id, found.round_id, found.site_id) != (actor.person_id, given.round_id, given.site_id):
        raise VisitIdTaken(_("表单编号已被使用，请刷新页面后重新填写。"))
    return found


def _write(actor: Actor, assignment: Assignment, given: VisitGiven) -> Visit:
    moment = now()
    items = {item.pk: item for item in checklist_for(assignment, moment=moment)}
    found = judge_all(items, given.answers)
    check_photos(actor=actor, answers=[answer.photo_ids for answer in given.answers])
    visit = Visit.objects.create(
        pk=given.id,
        assignment=assignment,
        round=assignment.round,
        site_id=assignment.site_id,
        inspector_id=visitor_id(actor),
        started_at=sensible_start(given.started_at, moment),
        submitted_at=moment,
        review=ReviewState.WAITING if assignment.round.asks_review else ReviewState.NONE,
        score=score_of(assignment.site.site_type, [Scored(row.item, row.item.marks, row.judged) for row in found]),
        note=checked_text(given.note, label=_("备注"), at_most=MOST_NOTE),
        **columns_of(given.position),
    )
    answers = write_answers(visit, found)
    if visit.counts:
        write_checks(answers)
    forget_uploads(actor=actor, file_ids=[photo for answer in given.answers for photo in answer.photo_ids])
    if assignment.visited_at is None:
        Assignment.objects.filter(pk=assignment.pk).update(visited_at=moment)
    audit.record(actor=actor, action="inspections.submit_visit", subject=visit, detail={"answers": len(answers)})
    payload = {"visit": str(visit.pk), "round": str(visit.round_id), "site": str(visit.site_id)}
    events.publish(VISIT_SUBMITTED, {**payload, "at": moment.isoformat()})
    return visit


def sensible_start(told: datetime, moment: datetime) -> datetime:
    """What the device says, unless its clock is plainly wrong: then the moment of submitting."""
    aware = told if told.tzinfo is not None else told.replace(tzinfo=SHANGHAI)
    return aware if moment - OLDEST_START <= aware <= moment else moment


def columns_of(position: Position | None) -> dict[str, float]:
    """The columns of a visit that tell where it was; raises InvalidInput for what is not on the earth."""
    if position is None:
        return {}
    numbers = (position.lon, position.lat, position.accuracy)
    is_possible = abs(position.lon) <= MAX_LONGITUDE and abs(position.lat) <= MAX_LATITUDE and position.accuracy >= 0
    if not (all(isfinite(number) for number in numbers) and is_possible):
        raise InvalidInput(_("定位超出范围，请重新定位，或不带定位提交。"))
    return {"lon": position.lon, "lat": position.lat, "accuracy": position.accuracy}


def judge_all(items: Mapping[int, ChecklistItem], answers: Sequence[AnswerGiven]) -> list[Found]:
    """Every item with its answer and verdict; raises InvalidInput when one is missing or not understood."""
    if {answer.item_id for answer in answers} != set(items) or len(answers) != len(items):
        raise InvalidInput(_("检查表已更新或有项目没有填写，请刷新页面后补齐各项。"))
    return [Found(answer, items[answer.item_id], _judged(items[answer.item_id], answer)) for answer in answers]


def _judged(item: ChecklistItem, answer: AnswerGiven) -> Judged:
    try:
        return judge(asked_by(item), answer.value)
    except Unanswered as error:
        raise InvalidInput(_("“%(item)s”：%(problem)s") % {"item": item.text, "problem": _(str(error))}) from error


def write_answers(visit: Visit, found: Sequence[Found]) -> list[Answer]:
    """The answers of a new visit with their photos."""
    answers = [
        Answer(
            visit=visit,
            item=row.item,
            value=as_kept(asked_by(row.item), row.given.value),
            verdict=row.judged.verdict,
            violations=row.judged.violations,
            marks=row.item.marks,
            note=checked_text(row.given.note, label=_("备注"), at_most=MOST_ANSWER_NOTE),
        )
        for row in found
    ]
    Answer.objects.bulk_create(answers)
    AnswerPhoto.objects.bulk_create(
        AnswerPhoto(answer=answer, file_id=photo, order=order)
        for answer, row in zip(answers, found, strict=True)
        for order, photo in enumerate(dict.fromkeys(row.given.photo_ids))
    )
    return answers
