"""Coordinates as ledgers have them: in one column or two, in any system, now and then the wrong way round, missing or
of another city."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import BadValue, parse_position
from chuangcheng.core.times import today
from chuangcheng.sites.coordinates import Point, distance
from chuangcheng.sites.models import Site
from chuangcheng.sites.policies import COORDINATE_SYSTEM, FAR_KILOMETRES
from chuangcheng.sites.services.ledger.drafts import SiteDraft, plain, position_said
from chuangcheng.sites.services.positions import in_wgs84

SYSTEM_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("wgs84", "wgs1984", "gps", "wgs", "4326", "epsg4326"), "wgs84"),
    **dict.fromkeys(("cgcs2000", "国家2000", "2000国家大地坐标系", "国家大地2000", "天地图", "4490"), "cgcs2000"),
    **dict.fromkeys(("gcj02", "火星坐标", "火星", "高德", "高德地图", "腾讯", "腾讯地图", "国测局"), "gcj02"),
    **dict.fromkeys(("bd09", "bd09ll", "百度", "百度地图", "百度坐标"), "bd09"),
}
NONE = frozenset({"无", "暂无", "-", "—", "/", "待补", "待采集"})
FEWEST = 5  # known positions without which nobody can say what is far; our choice


def positions_of(drafts: Sequence[SiteDraft], report: Report) -> list[Point | None]:
    """The WGS-84 position of each draft; None where there is none that can be used, which is noted."""
    found = [_position(draft, report) for draft in drafts]
    centre = _centre([point for point in found if point is not None])
    if centre is None:
        return found
    return [
        None if point is not None and _is_far(point, centre, draft, report) else point
        for draft, point in zip(drafts, found, strict=True)
    ]


def system_of(word: str) -> str:
    """The system that a word means; "" for an unknown one."""
    bare = re.sub(r"[-_/\s.:]|坐标系?$", "", plain(word))
    return SYSTEM_WORDS.get(bare, SYSTEM_WORDS.get(plain(word), ""))


def position_in_row(row: Row, report: Report) -> Point | None:
    """The WGS-84 position in the columns 经度 and 纬度, or 坐标, of a ledger's row; what cannot be used is noted."""
    return _in_wgs84(position_said(row), row, report)


def _position(draft: SiteDraft, report: Report) -> Point | None:
    return _in_wgs84(draft.said["position"], draft.row, report)


def _in_wgs84(said: str, row: Row, report: Report) -> Point | None:
    text, _at, word = said.rpartition("@")
    if not text or plain(text) in NONE:
        return None
    key = "lon" if row.text("lon") else "position"
    system = system_of(word) if word else COORDINATE_SYSTEM.on(today())
    if not system:
        sentence = _("坐标系“%(word)s”无法识别，坐标没有采用，请改为WGS-84、CGCS2000、GCJ-02或BD-09。")
        report.note(row, "system", sentence % {"word": word[:20]})
        return None
    try:
        return in_wgs84(Point(*parse_position(text)), system)
    except (BadValue, InvalidInput) as error:
        report.note(row, key, _("坐标没有采用：%(why)s") % {"why": error})
        return None


def _centre(fresh: Sequence[Point]) -> Point | None:
    """The middle of all known positions, those of the file included."""
    known = list(Site.objects.filter(lon__isnull=False).values_list("lon", "lat"))
    lons = [lon for lon, _lat in known if lon is not None] + [point.lon for point in fresh]
    lats = [lat for _lon, lat in known if lat is not None] + [point.lat for point in fresh]
    return Point(median(lons), median(lats)) if len(lons) >= FEWEST else None


def _is_far(point: Point, centre: Point, draft: SiteDraft, report: Report) -> bool:
    kilometres = distance(point, centre) / 1000
    is_far = kilometres > FAR_KILOMETRES.on(today())
    if is_far:
        key = "lon" if draft.row.text("lon") else "position"
        sentence = _("坐标离本地约%(n)d公里，没有采用，请核对经纬度和坐标系。")
        report.note(draft.row, key, sentence % {"n": kilometres})
    return is_far
