"""The base map: whether its address can be used, and where pictures may then come from."""

from __future__ import annotations

from urllib.parse import urlsplit

PLACES = ("{z}", "{x}", "{y}")
SHAPE = "应形如https://t{s}.example.cn/tiles/{z}/{x}/{y}.png"


def tile_source(tiles: str) -> str:
    """The host of the tiles as the content security policy names it; raises ValueError with a clause."""
    parts = urlsplit(tiles)
    if parts.scheme not in {"http", "https"} or not parts.netloc or not all(place in tiles for place in PLACES):
        raise ValueError(SHAPE)
    host = parts.netloc.rpartition("@")[2]
    if "{" in host:  # t{s}.tianditu.gov.cn: the policy knows whole labels only
        host = f"*.{host.partition('.')[2]}"
    if "{" in host or ";" in host or "," in host or host == "*.":
        raise ValueError(SHAPE)
    return f"{parts.scheme}://{host}"
