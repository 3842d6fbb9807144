"""补正: a returned visit comes again as a new version; what was not marked is taken over as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now
from chuangcheng.inspections.access import own_visit
from chuangcheng.inspections.events import VISIT_SUBMITTED
from chuangcheng.inspections.judgement import Judged
from chuangcheng.inspections.models import Answer, AnswerPhoto, Review, ReviewState, Visit
from chuangcheng.inspections.queries import is_open_to_amend
from chuangcheng.inspections.services.photos import check_photos, forget_uploads
from chuangcheng.inspections.services.reviews import VisitMovedOn
from chuangcheng.inspections.services.scores import Scored, score_of
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.inspections.services.visits import (
    MOST_NOTE,
    AnswerGiven,
    Found,
    VisitIdTaken,
    judge_all,
    sensible_start,
    write_answers,
)

if TYPE_CHECKING:
    from chuangcheng.sites.models import ChecklistItem


@dataclass(frozen=True)
class AmendmentGiven:
    """What the inspector sends anew. The id is made by the form, so that sending it twice is one version."""

    id: UUID
    visit_id: UUID  # the returned version
    started_at: datetime
    answers: Sequence[AnswerGiven]  # of every item that may be amended
    note: str = ""


@transaction.atomic
def amend_visit(*, actor: Actor, given: AmendmentGiven) -> Visit:
    """The next version of a returned visit, which waits for review again. The same form again gives what is there."""
    earlier = own_visit(actor, given.visit_id)
    if not is_client_id(given.id):
        raise VisitIdTaken(_("表单编号无效，请刷新页面后重新填写。"))
    known = Visit.objects.filter(pk=given.id).first()
    if known is not None:
        return _same_amendment(known, earlier)
    if not is_open_to_amend(earlier):
        raise VisitMovedOn(earlier)
    return _written(actor, earlier, given)


def answers_to_amend(visit: Visit) -> list[Answer]:
    """The answers that may be amended, with items and `shown_photos`: the marked ones, or all when none is marked."""
    review = visit.reviews.filter(decision=Review.Decision.RETURNED).last()
    marked = set(review.marked.values_list("pk", flat=True)) if review is not None else set()
    return [answer for answer in _answers_of(visit) if not marked or answer.pk in marked]


def _same_amendment(known: Visit, earlier: Visit) -> Visit:
    if known.amends_id != earlier.pk:
        raise VisitIdTaken(_("表单编号已被使用，请刷新页面后重新填写。"))
    return known


def _written(actor: Actor, earlier: Visit, given: AmendmentGiven) -> Visit:
    moment = now()
    old = _answers_of(earlier)
    amended = answers_to_amend(earlier)
    items: dict[int, ChecklistItem] = {answer.item_id: answer.item for answer in amended}
    anew = {row.item.pk: row for row in judge_all(items, given.answers)}
    check_photos(actor=actor, answers=[answer.photo_ids for answer in given.answers])
    found = [anew.get(answer.item_id) or _as_before(answer) for answer in old]
    visit = Visit.objects.create(
        pk=given.id,
        assignment_id=earlier.assignment_id,
        round=earlier.round,
        site=earlier.site,
        inspector_id=earlier.inspector_id,
        started_at=sensible_start(given.started_at, moment),
        submitted_at=moment,
        lon=earlier.lon,
        lat=earlier.lat,
        accuracy=earlier.accuracy,
        review=ReviewState.WAITING,
        amends=earlier,
        version=earlier.version + 1,
        score=score_of(earlier.site.site_type, [Scored(row.item, row.item.marks, row.judged) for row in found]),
        note=checked_text(given.note, label=_("备注"), at_most=MOST_NOTE),
    )
    answers = write_answers(visit, found)
    _take_cases_along(old, answers)
    forget_uploads(actor=actor, file_ids=[photo for answer in given.answers for photo in answer.photo_ids])
    audit.record(actor=actor, action="inspections.amend_visit", subject=visit, detail={"answers": len(anew)})
    payload = {"visit": str(visit.pk), "round": str(visit.round_id), "site": str(visit.site_id)}
    events.publish(VISIT_SUBMITTED, {**payload, "at": moment.isoformat()})
    return visit


def _answers_of(visit: Visit) -> list[Answer]:
    photos = Prefetch("photos", AnswerPhoto.objects.order_by("order"), to_attr="shown_photos")
    rows = visit.answers.select_related("item").prefetch_related(photos, "item__standards")
    return list(rows.order_by("item__order", "item_id"))


def _as_before(answer: Answer) -> Found:
    photos: list[AnswerPhoto] = answer.shown_photos  # type: ignore[attr-defined] # put there by `_answers_of`
    given = AnswerGiven(answer.item_id, answer.value, answer.note, [photo.file_id for photo in photos])
    return Found(given, answer.item, Judged(answer.verdict, answer.violations))


def _take_cases_along(old: Sequence[Answer], answers: Sequence[Answer]) -> None:
    """A case that was opened from an earlier version stays the case of that item: no second one is opened."""
    cases = {answer.item_id: answer.case_id for answer in old if answer.case_id is not None}
    taken = [answer for answer in answers if answer.item_id in cases]
    for answer in taken:
        answer.case_id = cases[answer.item_id]
    Answer.objects.bulk_update(taken, ["case"])
