"""Finding pictures that look alike, by index: an alike one shares one of the four pieces, or all but a bit of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from chuangcheng.core.likeness import BANDS, MOST_DIFFERENT, bands_of, close_bands, difference, unsigned
from chuangcheng.core.models import StoredFile


def alike_pictures(
    files: Collection[StoredFile], *, at_most: int = MOST_DIFFERENT
) -> Mapping[UUID, Mapping[UUID, int]]:
    """For each picture the others that look like it, with the bits of 64 in which they differ; at_most: 0..7.

    One query over four indexes, whatever the number of pictures kept. A picture without likeness has none.
    """
    looks = {file.pk: file.looks for file in files if file.looks is not None}
    found: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for other, kept in _candidates(looks.values(), at_most) if looks else ():
        for file, look in looks.items():
            bits = difference(look, unsigned(kept or 0))
            if file != other and bits <= at_most:
                found[file][other] = bits
    return found


def _candidates(looks: Collection[int], at_most: int) -> Iterator[tuple[UUID, int | None]]:
    """Key and likeness, never None, of the pictures that share a piece with one of these, whole or but for a bit."""
    pieces = [_piece(place, band, at_most) for look in looks for place, band in enumerate(bands_of(look))]
    rows = StoredFile.objects.filter(reduce(or_, pieces), likeness__isnull=False)
    return rows.values_list("pk", "likeness").iterator()


def _piece(place: int, band: int, at_most: int) -> Q:
    # Fewer different bits than pieces leave one piece untouched.
    values = [band] if at_most < BANDS else list(close_bands(band))
    return Q(**{f"band_{place}__in": values})
