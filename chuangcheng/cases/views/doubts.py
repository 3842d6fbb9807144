"""Doubts about the photos of a fix, in words, with the picture that speaks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.honesty import DoubtKind
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import CaseStory, PhotoDoubt, photo_doubts
from chuangcheng.cases.views.story import ShownPhoto, shown_photo
from chuangcheng.core.access import Actor
from chuangcheng.core.likeness import BITS
from chuangcheng.core.times import SHANGHAI

KILOMETRE = 1000  # metres


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """A doubt as pages show it: a sentence, the two pictures, and the way to the other problem."""

    kind: DoubtKind
    sentence: str
    photo: ShownPhoto | None
    like: ShownPhoto | None  # the picture that it resembles
    other_number: str  # of the other problem; empty: none, or not theirs to see
    other_url: str


def shown_doubts(actor: Actor, story: CaseStory) -> list[ShownDoubt]:
    """For who verifies."""
    return [_shown(each, story.case) for each in photo_doubts(actor=actor, story=story)]


def _shown(found: PhotoDoubt, case: Case) -> ShownDoubt:
    other = found.like.case if found.like is not None and found.like.case_id != case.pk else None
    return ShownDoubt(
        kind=found.doubt.kind,
        sentence=SENTENCES[found.doubt.kind](found, case),
        photo=shown_photo(found.photo),
        like=shown_photo(found.like),
        other_number=other.number if other else "",
        other_url=reverse("cases:case", args=[other.pk]) if other else "",
    )


def _same(found: PhotoDoubt, case: Case) -> str:
    moment = found.like.get_moment_display() if found.like else ""
    facts = {"moment": moment, "number": case.number, "bits": _bits(found), "all": BITS}
    return _("整改后照片与本问题的“%(moment)s”照片几乎相同（%(all)s位特征相差%(bits)s位）。") % facts


def _elsewhere(found: PhotoDoubt, case: Case) -> str:  # noqa: ARG001 - the signature of every sentence
    facts = {"bits": _bits(found), "all": BITS, "number": found.like.case.number if found.like else ""}
    if found.like is None:
        return _("整改后照片与您无权查看的另一问题的照片几乎相同（%(all)s位特征相差%(bits)s位）。") % facts
    return _("整改后照片与问题%(number)s的照片几乎相同（%(all)s位特征相差%(bits)s位）。") % facts


def _older(found: PhotoDoubt, case: Case) -> str:
    taken = found.doubt.taken_at
    facts = {
        "taken": f"{taken.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if taken else "",
        "reported": f"{case.reported_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    }
    return _("照片记录的拍摄时间%(taken)s早于上报时间%(reported)s。") % facts


def _far(found: PhotoDoubt, case: Case) -> str:  # noqa: ARG001 - the signature of every sentence
    metres = found.doubt.metres or 0
    if metres < KILOMETRE:
        return _("照片记录的拍摄位置离问题地点%(metres)s米。") % {"metres": metres}
    return _("照片记录的拍摄位置离问题地点%(kilometres)s千米。") % {"kilometres": f"{metres / KILOMETRE:.1f}"}


def _bits(found: PhotoDoubt) -> int:
    return found.doubt.like.bits if found.doubt.like else 0


SENTENCES: Mapping[DoubtKind, Callable[[PhotoDoubt, Case], str]] = {
    DoubtKind.SAME_AS_BEFORE: _same,
    DoubtKind.USED_ELSEWHERE: _elsewhere,
    DoubtKind.OLDER: _older,
    DoubtKind.FAR_AWAY: _far,
}
