"""Open cases that may tell of the same problem, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from chuangcheng.cases.queries import FoundPhoto, classes_in_use, found_photos_of, open_cases_around
from chuangcheng.core.access import Actor
from chuangcheng.core.crypto import blind_indexes
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.likeness import difference, unsigned
from chuangcheng.core.phones import normalise_phone
from chuangcheng.intake.access import VIEW
from chuangcheng.intake.doubles import (
    FAR_RADII,
    USUAL_RADIUS_M,
    WORTH_A_LOOK,
    Beside,
    Likeness,
    Tale,
    likeness,
    speaking,
)
from chuangcheng.intake.models import Report
from chuangcheng.intake.wording import ClassWords, Dictionary, rarity_among

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case, ProblemClass

MOST_SHOWN = 5  # beside each other on a page: our choice
WINDOW = timedelta(days=30)  # two tales further apart are of two problems: our choice
FARTHEST_M = 600  # metres in which we look, whatever the radius of a class: our choice


@dataclass(frozen=True, slots=True)
class Own:
    """What is held beside the cases: its pictures, and the phones of who told of it."""

    photos: Sequence[FoundPhoto] = ()
    phone_indexes: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Double:
    """An open case and how likely it is the same problem."""

    case: Case
    likeness: Likeness
    photo_id: UUID | None  # of the case: the one most alike, else the first as it was found
    own_photo_id: UUID | None  # of this side, likewise
    apart: timedelta  # between both tales


def likely_doubles(
    *, actor: Actor, tale: Tale, own: Own | None = None, without: frozenset[UUID] = frozenset(), area_id: int | None
) -> list[Double]:
    """At most MOST_SHOWN open cases that the actor sees and that are worth a look. Four queries."""
    found = _around(actor, tale, area_id, without)
    photos = found_photos_of([case.pk for case in found]) if found else {}
    return _ranked(actor, tale, own or Own(), found, photos)


def doubles_of_case(*, actor: Actor, case: Case) -> list[Double]:
    """The other open cases that may be the same as this one; what was joined to it is closed. Five queries."""
    tale = tale_of_case(case)
    around = _around(actor, tale, case.area_id, frozenset({case.pk}))
    found = [each for each in around if each.is_held == case.is_held]
    if not found:
        return []
    photos = found_photos_of([case.pk, *(each.pk for each in found)])
    phones = _phones_of({case.pk}) if actor.may(VIEW) else {}
    own = Own(photos.get(case.pk, ()), phones.get(case.pk, frozenset()))
    return _ranked(actor, tale, own, found, photos)


def doubles_of_report(*, actor: Actor, report: Report) -> list[Double]:
    """The open cases that may be what this report tells of."""
    case = report.current_case
    without = frozenset({case.pk}) if case is not None else frozenset[UUID]()
    files = report.photos.values_list("file_id", "file__likeness")
    photos = [FoundPhoto(file, None if kept is None else unsigned(kept)) for file, kept in files]
    own = Own(photos, frozenset({report.phone_index} - {""}))
    return likely_doubles(actor=actor, tale=tale_of_report(report), own=own, without=without, area_id=report.area_id)


def own_of_caller(phone: str) -> Own:
    """What is known of who is on the phone."""
    try:
        number = normalise_phone(phone)
    except InvalidInput:
        return Own()
    return Own(phone_indexes=frozenset(blind_indexes(number)) if number else frozenset())


def _around(actor: Actor, tale: Tale, area_id: int | None, without: frozenset[UUID]) -> list[Case]:
    radius = min(FARTHEST_M, round(FAR_RADII * max(tale.radius_m, USUAL_RADIUS_M)))
    found = open_cases_around(
        actor=actor,
        lon=tale.lon,
        lat=tale.lat,
        radius_m=radius,
        since=tale.at - WINDOW,
        until=tale.at + WINDOW,
        site_id=tale.site,
        area_id=area_id,
        class_id=tale.problem_class,
    )
    return [case for case in found if case.pk not in without]


def _ranked(
    actor: Actor, tale: Tale, own: Own, found: Sequence[Case], photos: Mapping[UUID, Sequence[FoundPhoto]]
) -> list[Double]:
    """Weighed with what their words, pictures and callers have in common. Two queries at most."""
    if not found:
        return []
    dictionary = _dictionary()
    tales = [tale_of_case(case) for case in found]
    rarity = rarity_among([tale.text, *(each.text for each in tales)])
    callers = _phones_of({case.pk for case in found}) if own.phone_indexes and actor.may(VIEW) else {}
    mine, doubles = speaking(tale, dictionary), []
    for case, other in zip(found, tales, strict=True):
        theirs = photos.get(case.pk, ())
        own_photo, photo, bits = _most_alike(own.photos, theirs)
        same = bool(set(own.phone_indexes) & callers.get(case.pk, set()))
        like = likeness(mine, speaking(other, dictionary), beside=Beside(bits, same, rarity))
        if like.likelihood >= WORTH_A_LOOK:
            doubles.append(Double(case, like, photo, own_photo, case.reported_at - tale.at))
    return sorted(doubles, key=lambda each: (-each.likeness.likelihood, each.case.pk))[:MOST_SHOWN]


def _most_alike(
    ours: Sequence[FoundPhoto], theirs: Sequence[FoundPhoto]
) -> tuple[UUID | None, UUID | None, int | None]:
    """The two pictures that differ least, with the bits; the first ones where none can be compared."""
    compared = [
        (difference(one.looks, other.looks), one.file_id, other.file_id)
        for one in ours
        for other in theirs
        if one.looks is not None and other.looks is not None
    ]
    if compared:
        bits, own, other_id = min(compared)
        return own, other_id, bits
    return (ours[0].file_id if ours else None), (theirs[0].file_id if theirs else None), None


def _phones_of(case_ids: set[UUID]) -> dict[UUID, set[str]]:
    """The blind indexes of who told of these cases. One query."""
    rows = Report.objects.filter(Q(case__in=case_ids) | Q(case__main_case__in=case_ids)).exclude(phone_index="")
    return _gathered(rows.values_list("case_id", "case__main_case_id", "phone_index"), case_ids)


def _gathered(rows: Iterable[tuple[UUID, UUID | None, str]], case_ids: set[UUID]) -> dict[UUID, set[str]]:
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for case_id, main_id, phone in rows:
        for each in (case_id, main_id):
            if each is not None and each in case_ids:
                found[each].add(phone)
    return found


def _dictionary() -> Dictionary:
    """The problem dictionary in words. One query."""
    return Dictionary(
        [
            ClassWords(
                each.pk, each.group, each.name, tuple(filter(None, each.aliases.split("、"))), each.filing_condition
            )
            for each in classes_in_use()
        ]
    )


def tale_of_case(case: Case) -> Tale:
    """A case as a tale."""
    tale = Tale(
        text=case.description,
        at=case.reported_at,
        lon=case.lon,
        lat=case.lat,
        site=case.site_id,
        place=case.place_text,
    )
    return _of_class(tale, case.problem_class)


def tale_of_report(report: Report) -> Tale:
    """A report as a tale."""
    tale = Tale(
        text=report.text,
        at=report.received_at,
        lon=report.lon,
        lat=report.lat,
        site=report.site_id,
        place=report.place_text,
    )
    return _of_class(tale, report.problem_class)


def tale_being_told(
    *,
    text: str,
    at: datetime,
    problem_class: ProblemClass | None,
    site_id: UUID | None,
    position: tuple[float | None, float | None],
    place: str,
) -> Tale:
    """What a clerk has typed so far."""
    tale = Tale(text=text, at=at, lon=position[0], lat=position[1], site=site_id, place=place)
    return _of_class(tale, problem_class)


def _of_class(tale: Tale, found: ProblemClass | None) -> Tale:
    if found is None:
        return tale
    return replace(tale, problem_class=found.pk, group=found.group, radius_m=max(found.radius_m, 1))
