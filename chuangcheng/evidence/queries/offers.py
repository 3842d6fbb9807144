"""What is there already and may serve for a request: pieces of other requests, photos of tasks and cases, and more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.files.kinds import BY_MEDIA_TYPE, MEGABYTE
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.formats import limits_of
from chuangcheng.evidence.models import MaterialRequest, Piece
from chuangcheng.evidence.queries.related import related_standards
from chuangcheng.evidence.slots import Offer, Wish, offer_sources


@dataclass(frozen=True, slots=True)
class Fitting:
    """An offer, and what keeps it from serving."""

    offer: Offer
    kind: str  # key of its source
    problem: str  # empty: it may serve


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """What one source offers."""

    label: str | Promise
    fittings: list[Fitting]


def wish_of(material: MaterialRequest) -> Wish:
    """What the request looks for. Two queries."""
    return Wish(
        unit_id=material.unit_id,
        standards=related_standards(material.standard),
        site_types=material.standard.site_types.order_by(),
        first_on=material.first_on,
        last_on=material.last_on,
    )


def offers_for(*, actor: Actor, material: MaterialRequest) -> list[OfferGroup]:
    """What every source offers for the request, each file once; sources without anything are left out.

    The number of queries is that of the sources, whatever they hold.
    """
    wish = wish_of(material)
    taken = set(Piece.objects.filter(request=material).values_list("file_id", flat=True))
    groups = []
    for kind, source in offer_sources.items():
        found = [offer for offer in source.find(actor, wish) if _is_new(offer.file, taken)]
        if found:
            groups.append(OfferGroup(source.label, [Fitting(each, kind, _problem(material, each)) for each in found]))
    return groups


def chosen_offers(*, actor: Actor, material: MaterialRequest, chosen: Iterable[str]) -> list[Fitting]:
    """The offers named as ``kind:key``, in that order; what is not there, or not the actor's to see, is left out."""
    keys: dict[str, list[str]] = defaultdict(list)
    named = list(dict.fromkeys(chosen))
    for name in named:
        kind, _colon, key = name.partition(":")
        keys[kind].append(key)
    found: dict[str, Fitting] = {}
    for kind, mine in keys.items():
        source = offer_sources.get(kind)
        for offer in source.by_keys(actor, mine) if source is not None else ():
            found[f"{kind}:{offer.key}"] = Fitting(offer, kind, _problem(material, offer))
    return [found[name] for name in named if name in found]


def _is_new(file: StoredFile, taken: set[UUID]) -> bool:
    if file.pk in taken:
        return False
    taken.add(file.pk)
    return True


def _problem(material: MaterialRequest, offer: Offer) -> str:
    file, limits = offer.file, limits_of(material.formats, material.megabytes)
    told = {"wanted": limits.wanted, "most": material.megabytes, "pixels": material.least_pixels}
    if BY_MEDIA_TYPE[file.media_type] not in limits.kinds:
        return _("格式不合，要%(wanted)s") % told
    if file.size > material.megabytes * MEGABYTE:
        return _("超过%(most)s MB") % told
    if file.width and max(file.width, file.height or 0) < material.least_pixels:
        return _("照片太小，长边要%(pixels)s像素") % told
    return ""
