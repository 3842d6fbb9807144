"""Streets and house numbers in what people write. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

ROAD = re.compile(r"([\u4e00-\u9fff]{2,5}?(?:大道|大街|胡同|路|街|巷|弄))")
HOUSE = re.compile(r"(\d{1,5})(?:号|弄|栋|幢|#)")
NUMBER = re.compile(r"\d{1,5}")
FAR_HOUSES = 12  # numbers apart and nobody means the same front: our choice
LEADS = re.compile(r"^(?:就?在|位于|沿|到|从|靠近|我们?|你们?|请看)+")


@dataclass(frozen=True, slots=True)
class Address:
    """What a text says of the place."""

    roads: frozenset[str] = frozenset()
    houses: frozenset[int] = frozenset()


def address_in(place: str, text: str = "") -> Address:
    """Roads and house numbers, from the place where it names any, else from the text."""
    found = _read(place, HOUSE if HOUSE.search(_plain(place)) else NUMBER)
    said = _read(text, HOUSE)
    return Address(found.roads or said.roads, found.houses or said.houses)


def agreement(one: Address, other: Address) -> float | None:
    """1 the same house of a road, −1 houses far apart or of other roads; None where a number is missing on a side."""
    if not one.houses or not other.houses:
        return None
    if one.roads and other.roads and not _share_a_road(one.roads, other.roads):
        return -1.0
    apart = min(abs(first - second) for first in one.houses for second in other.houses)
    return max(-1.0, 1 - 2 * apart / FAR_HOUSES)


def _share_a_road(roads: frozenset[str], others: frozenset[str]) -> bool:
    # 新城街道东关大街 and 东关大街 are one.
    return any(first.endswith(second) or second.endswith(first) for first in roads for second in others)


def _read(text: str, number: re.Pattern[str]) -> Address:
    plain = _plain(text)
    roads = frozenset(LEADS.sub("", each) for each in ROAD.findall(plain))
    return Address(roads, frozenset(int(each) for each in number.findall(plain)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
