"""What this context and those below have that may serve as material."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.queries import FixedPhoto, fixed_photos, fixed_photos_by_id
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.evidence.queries import offered_pieces, pieces_by_keys
from chuangcheng.evidence.slots import MOST_OFFERED, Offer, OfferSource, Wish, file_name, numbers_of, offer_sources
from chuangcheng.tasks.queries import ReportPhoto, report_photos, report_photos_by_id

PIECES, TASKS, CASES = "1-piece", "2-task", "3-case"


def fill() -> None:
    """Called once, when the application is ready."""
    offer_sources.fill(
        PIECES,
        OfferSource(
            gettext_lazy("已认可的材料"),
            offered_pieces,
            pieces_by_keys,
            lambda material_id: reverse("evidence:material", args=[material_id]),
        ),
    )
    offer_sources.fill(
        TASKS,
        OfferSource(
            gettext_lazy("任务进展的照片"),
            _of_tasks,
            lambda actor, keys: [
                _task_offer(each) for each in report_photos_by_id(actor=actor, photo_ids=numbers_of(keys))
            ],
            lambda task_id: reverse("tasks:task", args=[task_id]),
        ),
    )
    offer_sources.fill(
        CASES,
        OfferSource(
            gettext_lazy("整改好的问题"),
            _of_cases,
            lambda actor, keys: [
                _case_offer(each) for each in fixed_photos_by_id(actor=actor, photo_ids=numbers_of(keys))
            ],
            lambda case_id: reverse("cases:case", args=[case_id]),
        ),
    )


def _of_tasks(actor: Actor, wish: Wish) -> list[Offer]:
    found = report_photos(
        actor=actor,
        standard_ids=list(wish.standards),
        since=wish.first_on,
        until=wish.last_on,
        at_most=MOST_OFFERED,
    )
    return [_task_offer(each) for each in found]


def _of_cases(actor: Actor, wish: Wish) -> list[Offer]:
    found = fixed_photos(
        actor=actor,
        unit_id=wish.unit_id,
        site_types=wish.site_types,
        since=wish.first_on,
        until=wish.last_on,
        at_most=MOST_OFFERED,
    )
    return [_case_offer(each) for each in found]


def _of_tasks_by_keys(actor: Actor, keys: Sequence[str]) -> list[Offer]:
    return [_task_offer(each) for each in report_photos_by_id(actor=actor, photo_ids=numbers_of(keys))]


def _of_cases_by_keys(actor: Actor, keys: Sequence[str]) -> list[Offer]:
    return [_case_offer(each) for each in fixed_photos_by_id(actor=actor, photo_ids=numbers_of(keys))]


def _task_offer(photo: ReportPhoto) -> Offer:
    day = photo.file.taken_at or photo.at
    return Offer(
        key=str(photo.id),
        file=photo.file,
        name=file_name(f"{photo.number}{photo.title[:30]}", photo.file),
        source_id=str(photo.task_id),
        source_label=f"{photo.number} {photo.title}",
        at=photo.at,
        caption={"time": _day(day), "place": photo.unit_name, "theme": photo.title[:40]},
        why=_("同一标准的任务"),
    )


def _case_offer(photo: FixedPhoto) -> Offer:
    told = {"what": photo.what or _("问题"), "moment": photo.moment}
    theme = _("%(what)s（%(moment)s）") % told
    return Offer(
        key=str(photo.id),
        file=photo.file,
        name=file_name(f"{photo.number}{photo.moment}", photo.file),
        source_id=str(photo.case_id),
        source_label=f"{photo.number} {theme}",
        at=photo.closed_at,
        caption={"time": _day(photo.file.taken_at or photo.closed_at), "place": photo.place[:200], "theme": theme},
        why=_("同类点位的整改"),
    )


def _day(moment: datetime) -> str:
    return local_date(moment).isoformat()
