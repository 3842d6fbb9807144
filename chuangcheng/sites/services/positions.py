"""Positions as people type them, in any of the four systems."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.values import BadValue, parse_position
from chuangcheng.core.maps import cell_of
from chuangcheng.sites.coordinates import OutOfRange, Point, UnknownSystem, to_wgs84
from chuangcheng.sites.models import Site

DECIMALS = 7  # a centimetre


def read_position(*, text: str, system: str) -> Point | None:
    """The WGS-84 position of "longitude,latitude" in a system; None for an empty text. Raises InvalidInput."""
    if not text.strip():
        return None
    try:
        return in_wgs84(Point(*parse_position(text)), system)
    except BadValue as error:
        raise InvalidInput(str(error)) from error


def in_wgs84(point: Point, system: str) -> Point:
    """The WGS-84 position to a centimetre. Raises InvalidInput."""
    try:
        found = to_wgs84(point, system)
    except UnknownSystem as error:
        raise InvalidInput(_("没有这种坐标系，请从列表中选择。")) from error
    except OutOfRange as error:
        raise InvalidInput(_("经纬度超出范围，请按“经度,纬度”填写，例如114.488858,36.590221。")) from error
    return Point(round(found.lon, DECIMALS), round(found.lat, DECIMALS))


def put_at(site: Site, position: Point | None) -> None:
    """Writes the position and its cell into the row, unsaved."""
    site.lon, site.lat = (position.lon, position.lat) if position else (None, None)
    site.cell = cell_of(lon=position.lon, lat=position.lat) if position else ""


def position_of(site: Site) -> Point | None:
    """Where the site is, in WGS-84."""
    return None if site.lon is None or site.lat is None else Point(site.lon, site.lat)
