"""When and where a photo was taken, as its camera wrote it. What makes no sense counts as not written."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import ExifTags, Image

from chuangcheng.core.times import SHANGHAI

NONSENSE = (ValueError, TypeError, ZeroDivisionError, OverflowError, SyntaxError, KeyError, IndexError, struct.error)
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # no camera wrote EXIF before; our choice
AHEAD = timedelta(days=1)  # how far a camera's clock may be ahead; our choice
DEGREE_PARTS = 3  # degrees, minutes, seconds
MAX_LONGITUDE, MAX_LATITUDE = 180, 90


@dataclass(frozen=True, slots=True)
class Taken:
    """Time and position of a photo; None where the camera wrote nothing usable."""

    at: datetime | None = None
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None  # degrees WGS-84


def taken(image: Image.Image, *, now: datetime) -> Taken:
    """Time and position from the EXIF of an opened picture. Without a zone the time is Asia/Shanghai's."""
    try:
        exif = image.getexif()
        details, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except NONSENSE:
        return Taken()
    lon, lat = _position(place)
    return Taken(at=_moment(details, now), lon=lon, lat=lat)


def _moment(details: dict[int, Any], now: datetime) -> datetime | None:
    try:
        written = str(details[ExifTags.Base.DateTimeOriginal]).strip("\x00 ")
        offset = str(details.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\x00 ")
        local = datetime.strptime(written, "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)
        zoned = datetime.strptime(f"{written}{offset}", "%Y:%m:%d %H:%M:%S%z") if offset else local
        moment = zoned.astimezone(UTC)
    except NONSENSE:
        return None
    return moment if EARLIEST <= moment <= now + AHEAD else None


def _position(place: dict[int, Any]) -> tuple[float | None, float | None]:
    try:
        lat = _degrees(place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLatitudeRef], "S", MAX_LATITUDE)
        lon = _degrees(place[ExifTags.GPS.GPSLongitude], place[ExifTags.GPS.GPSLongitudeRef], "W", MAX_LONGITUDE)
    except NONSENSE:
        return None, None
    # A camera without a fix writes zeros: a point in the Gulf of Guinea.
    return (lon, lat) if lon or lat else (None, None)


def _degrees(parts: Sequence[Any], reference: Any, negative: str, limit: int) -> float:
    degrees, minutes, seconds = (float(part) for part in parts[:DEGREE_PARTS])
    value = degrees + minutes / 60 + seconds / 3600
    letter = reference.decode("ascii", "replace") if isinstance(reference, bytes) else str(reference)
    if not 0 <= value <= limit:  # also refuses NaN
        raise ValueError(value)
    return -value if letter.strip("\x00 ").upper() == negative else value
