"""Finding pictures that look alike, by index: an alike one shares one of the four pieces, or all but a bit of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

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
            bits = difference(look, unsigned(kept))
            if file != other and bits <= at_most:
                found[file][other] = bits
    return found


def _candidates(looks: Collection[int], at_most: int) -> Iterator[tuple[UUID, int]]:
    """Key and likeness of the pictures that share a piece with one of these, or all but a bit of it; some twice."""
    pieces = zip(*(bands_of(look) for look in looks), strict=True)
    parts = [_with_piece(place, bands, at_most) for place, bands in enumerate(pieces)]
    return reduce(lambda one, other: one.union(other, all=True), parts).iterator()


def _with_piece(place: int, bands: Iterable[int], at_most: int) -> QuerySet[StoredFile, Any]:
    """Read from the index alone: it holds the piece, the likeness and the key."""
    # Fewer different bits than pieces leave one piece untouched.
    values = set(bands) if at_most < BANDS else {near for band in bands for near in close_bands(band)}
    rows = StoredFile.objects.filter(**{f"band_{place}__in": sorted(values)}, likeness__isnull=False)
    return rows.order_by().values_list("pk", "likeness")
