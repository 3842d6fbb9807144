"""What campaigns, meetings and the library have that may serve as material (evidence.slots)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.circular_access import READ, visible_library_files
from chuangcheng.command.meeting_access import MEET, visible_meetings
from chuangcheng.command.models import LibraryFile, SpecialReportPhoto, UnitMeetingPhoto
from chuangcheng.command.special_access import FOLLOW, visible_specials
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import uuids_of
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.evidence.slots import (
    MOST_OFFERED,
    Offer,
    OfferSource,
    Wish,
    file_name,
    numbers_of,
    offer_sources,
)
from chuangcheng.orgs.access import in_units_where

SPECIALS, MEETINGS, LIBRARY = "4-special", "5-meeting", "6-library"


def fill() -> None:
    """Called once, when the application is ready."""
    offer_sources.fill(
        SPECIALS,
        OfferSource(gettext_lazy("专项整治的照片"), _of_specials, _specials_by_keys, _page("command:special")),
    )
    offer_sources.fill(
        MEETINGS,
        OfferSource(gettext_lazy("本单位会议的照片"), _of_meetings, _meetings_by_keys, _page("command:meeting")),
    )
    offer_sources.fill(
        LIBRARY,
        OfferSource(gettext_lazy("文件与制度"), _of_library, _library_by_keys, _page("command:library_file")),
    )


def _page(name: str) -> Callable[[str], str]:
    return lambda source_id: reverse(name, args=[source_id])


def _special_photos(actor: Actor) -> QuerySet[SpecialReportPhoto]:
    """Photos of the standing reports that the actor sees."""
    if not actor.may(FOLLOW):
        return SpecialReportPhoto.objects.none()
    seen = in_units_where(actor, FOLLOW, "report__unit") | Q(report__campaign__leader=actor.person_id or 0)
    rows = SpecialReportPhoto.objects.filter(
        Q() if actor.everywhere(FOLLOW) else seen,
        report__campaign__in=visible_specials(actor),
        report__replaced_by__isnull=True,
    )
    return rows.select_related("file", "report__campaign", "report__unit").defer("report__unit__boundary")


def _of_specials(actor: Actor, wish: Wish) -> list[Offer]:
    rows = _special_photos(actor).filter(
        _within("report__day", wish),
        report__unit=wish.unit_id,
        report__campaign__standards__in=list(wish.standards),
    )
    return [_special(each) for each in rows.distinct().order_by("-pk")[:MOST_OFFERED]]


def _specials_by_keys(actor: Actor, keys: Sequence[str]) -> list[Offer]:
    return [_special(each) for each in _special_photos(actor).filter(pk__in=numbers_of(keys))]


def _special(photo: SpecialReportPhoto) -> Offer:
    report = photo.report
    label = f"{report.campaign.number} {report.campaign.name}"
    return Offer(
        key=str(photo.pk),
        file=photo.file,
        name=file_name(f"{report.campaign.name[:30]}{report.day}", photo.file),
        source_id=str(report.campaign_id),
        source_label=label,
        at=_noon(report.day),
        caption={
            "time": report.day.isoformat(),
            "place": report.unit.name,
            "theme": report.campaign.name[:40],
            "background": report.text[:200],
        },
        why=_("同一标准的专项整治"),
    )


def _meeting_photos(actor: Actor) -> QuerySet[UnitMeetingPhoto]:
    """Photos of units' own meetings that the actor sees."""
    if not actor.may(MEET):
        return UnitMeetingPhoto.objects.none()
    rows = UnitMeetingPhoto.objects.filter(report__meeting__in=visible_meetings(actor))
    return rows.select_related("file", "report__meeting", "report__unit").defer("report__unit__boundary")


def _of_meetings(actor: Actor, wish: Wish) -> list[Offer]:
    rows = _meeting_photos(actor).filter(_within("report__held_on", wish), report__unit=wish.unit_id)
    return [_meeting(each) for each in rows.order_by("-pk")[:MOST_OFFERED]]


def _meetings_by_keys(actor: Actor, keys: Sequence[str]) -> list[Offer]:
    return [_meeting(each) for each in _meeting_photos(actor).filter(pk__in=numbers_of(keys))]


def _meeting(photo: UnitMeetingPhoto) -> Offer:
    report = photo.report
    theme = _("传达%(title)s") % {"title": report.meeting.title[:36]}
    return Offer(
        key=str(photo.pk),
        file=photo.file,
        name=file_name(f"{theme}{report.held_on}", photo.file),
        source_id=str(report.meeting_id),
        source_label=report.meeting.title,
        at=_noon(report.held_on),
        caption={"time": report.held_on.isoformat(), "place": report.unit.name, "theme": theme},
        why=_("本单位的会议"),
    )


def _library_files(actor: Actor) -> QuerySet[LibraryFile]:
    if not actor.may(READ):
        return LibraryFile.objects.none()
    return visible_library_files(actor).select_related("file", "circular", "regulation")


def _of_library(actor: Actor, wish: Wish) -> list[Offer]:
    circulars = Q(circular__withdrawn_at__isnull=True) & _within("circular__dated_on", wish)
    regulations = Q(regulation__repealed_from__isnull=True) | Q(regulation__repealed_from__gt=today())
    rows = _library_files(actor).filter(
        (Q(circular__isnull=False) & circulars) | (Q(regulation__isnull=False) & regulations)
    )
    return [_document(each) for each in rows.order_by("-pk")[:MOST_OFFERED]]


def _library_by_keys(actor: Actor, keys: Sequence[str]) -> list[Offer]:
    return [_document(each) for each in _library_files(actor).filter(pk__in=uuids_of(keys))]


def _document(row: LibraryFile) -> Offer:
    owner: Any = row.circular or row.regulation
    day = row.circular.dated_on if row.circular else owner.in_force_from
    return Offer(
        key=str(row.pk),
        file=row.file,
        name=row.name,
        source_id=str(row.pk),
        source_label=" ".join(filter(None, [owner.document_number, owner.title])),
        at=_noon(day),
        caption={"time": day.isoformat(), "theme": owner.title[:40]},
        why=_("文件库") if row.circular else _("现行制度"),
    )


def _within(column: str, wish: Wish) -> Q:
    found = Q()
    if wish.first_on is not None:
        found &= Q(**{f"{column}__gte": wish.first_on})
    if wish.last_on is not None:
        found &= Q(**{f"{column}__lte": wish.last_on})
    return found


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)
