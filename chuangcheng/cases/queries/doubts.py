"""What is doubtful about the photos of fixes that wait to be verified, and the evidence for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.honesty import Doubt, FixPhoto, Limits, SeenBefore, doubts_of
from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.cases.queries.details import CaseStory
from chuangcheng.cases.settings import ALIKE_BITS, FAR_METRES
from chuangcheng.cases.workflow import VERIFY_CASES
from chuangcheng.core.access import Actor, require
from chuangcheng.core.files import alike_pictures
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import local_date, now


@dataclass(frozen=True, slots=True)
class PhotoDoubt:
    """A doubt, with the other problem when this person may see it."""

    doubt: Doubt
    photo: CasePhoto
    like: CasePhoto | None  # the photo that it resembles; None: not one, or not theirs to see


def photo_doubts(*, actor: Actor, story: CaseStory) -> list[PhotoDoubt]:
    """The doubts about the photos of the newest fix, for who verifies. At most three queries, however many photos."""
    require(actor, VERIFY_CASES)
    case, photos = story.case, _newest_fix(story)
    if not photos:
        return []
    limits = _limits()
    alike = alike_pictures([photo.file for photo in photos], at_most=limits.bits)
    hanging = _hanging(case, photos, alike)
    found = [
        doubt
        for photo in photos
        for doubt in doubts_of(
            _as_fix_photo(photo.file),
            case=case.pk,
            reported_at=case.reported_at,
            place=_place(case),
            seen=_seen(photo, hanging, alike.get(photo.file_id, {})),
            limits=limits,
        )
    ]
    return _shown(actor, case, found, photos, hanging)


def _newest_fix(story: CaseStory) -> list[CasePhoto]:
    """The photos after the newest fix, of one step."""
    for event in reversed(story.history):
        photos: list[CasePhoto] = event.shown_photos  # type: ignore[attr-defined] # put there by `story_of`
        if after := [photo for photo in photos if photo.moment == CasePhoto.Moment.AFTER]:
            return after
    return []


def _hanging(
    case: Case, photos: Sequence[CasePhoto], alike: Mapping[UUID, Mapping[UUID, int]]
) -> dict[UUID, list[CasePhoto]]:
    """The photos of problems that have these contents or alike ones, by content; those of the same fix left out.

    A duplicate that was joined shows the same scene by right, and so does the case into which it was joined.
    """
    files = {photo.file_id for photo in photos} | {file for each in alike.values() for file in each}
    rows = CasePhoto.objects.filter(file__in=files).exclude(event_id=photos[0].event_id).select_related("case", "file")
    together = {case.pk, case.main_case_id} - {None}
    found: defaultdict[UUID, list[CasePhoto]] = defaultdict(list)
    for row in rows.order_by("pk"):
        if row.case_id == case.pk or not {row.case_id, row.case.main_case_id} & together:
            found[row.file_id].append(row)
    return found


def _seen(photo: CasePhoto, hanging: Mapping[UUID, Iterable[CasePhoto]], alike: Mapping[UUID, int]) -> list[SeenBefore]:
    bits = {photo.file_id: 0, **alike}
    return [SeenBefore(file, row.case_id, bits[file]) for file in bits for row in hanging.get(file, ())]


def _shown(
    actor: Actor,
    case: Case,
    doubts: Iterable[Doubt],
    photos: Iterable[CasePhoto],
    hanging: Mapping[UUID, Collection[CasePhoto]],
) -> list[PhotoDoubt]:
    found = list(doubts)
    others = {each.like.case for each in found if each.like is not None} - {case.pk}
    theirs = set(visible_cases(actor).filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    own = {photo.file_id: photo for photo in photos}
    return [PhotoDoubt(each, own[each.file], _like(each, hanging, {*theirs, case.pk})) for each in found]


def _like(doubt: Doubt, hanging: Mapping[UUID, Collection[CasePhoto]], visible: Collection[UUID]) -> CasePhoto | None:
    if doubt.like is None or doubt.like.case not in visible:
        return None
    return next(row for row in hanging[doubt.like.file] if row.case_id == doubt.like.case)


def _as_fix_photo(file: StoredFile) -> FixPhoto:
    return FixPhoto(file.pk, file.taken_at, file.taken_lon, file.taken_lat)


def _place(case: Case) -> tuple[float, float] | None:
    """The position of the problem, or of its site."""
    if case.lon is not None and case.lat is not None:
        return case.lon, case.lat
    site = case.site
    return (site.lon, site.lat) if site is not None and site.lon is not None and site.lat is not None else None


def _limits() -> Limits:
    day = local_date(now())
    return Limits(bits=ALIKE_BITS.on(day), metres=FAR_METRES.on(day))
