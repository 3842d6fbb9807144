"""How alike two pictures look, as 64 bits that survive scaling, compression and a change of brightness.

The picture is shrunk to 32 × 32 grey, its cosine transform taken, and each of the 64 lowest frequencies compared with
their median (known as pHash; the lowest one, mean brightness, tells nothing and only fills its bit). Two copies of one
picture differ in a few bits, two pictures of different things in about half of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 64
SIDE = 32  # pixels
KEPT = 8  # frequencies in each direction
BANDS = 4  # a picture that differs in fewer than 2 × BANDS bits has a band with at most one different bit
BAND_BITS = BITS // BANDS
BAND_MASK = (1 << BAND_BITS) - 1
MOST_DIFFERENT = 2 * BANDS - 1  # bits up to which every alike picture is found
LEAST_CONTRAST = 3.0  # standard deviation of grey, 0..127; a black picture looks like any other; our choice
SIGN = 1 << (BITS - 1)


def likeness_of(image: Image.Image) -> int | None:
    """The 64 bits of an opened, upright picture, 0..2⁶⁴−1; None when it has too little contrast to be compared."""
    small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.float64)
    if float(grey.std()) < LEAST_CONTRAST:
        return None
    waves = _cosines()
    lowest = (waves @ grey @ waves.T)[:KEPT, :KEPT].ravel()
    lowest[0] = 0.0  # mean brightness
    above = lowest > np.median(lowest)
    return int("".join("1" if bit else "0" for bit in above), 2)


def difference(one: int, other: int) -> int:
    """Bits in which two pictures differ, 0..64."""
    return (one ^ other).bit_count()


def bands_of(likeness: int) -> tuple[int, ...]:
    """The bits in BANDS pieces of BAND_BITS each, the highest first."""
    return tuple((likeness >> shift) & BAND_MASK for shift in range(BITS - BAND_BITS, -1, -BAND_BITS))


def close_bands(band: int) -> Iterator[int]:
    """The band itself and every band with one different bit: 1 + BAND_BITS values."""
    yield band
    yield from (band ^ (1 << place) for place in range(BAND_BITS))


def signed(likeness: int) -> int:
    """As a database keeps it: −2⁶³..2⁶³−1."""
    return likeness - (1 << BITS) if likeness >= SIGN else likeness


def unsigned(kept: int) -> int:
    """From the database: 0..2⁶⁴−1."""
    return kept & ((1 << BITS) - 1)


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float64]:
    places = np.arange(SIDE)
    return np.cos(np.pi * (2 * places[None, :] + 1) * places[:, None] / (2 * SIDE))
