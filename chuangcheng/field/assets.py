"""The files of the phone page under their names of now, and the version that changes with any of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.templatetags.static import static

FIRST = (
    "field/field.css",
    "vendor/idb/idb.umd.js",
    *(f"field/{name}.js" for name in ("main", "page", "store", "api", "place", "day", "outbox")),
    *(f"field/{name}.js" for name in ("parts", "today-screen")),
    "field/icons.svg",
)
SECOND = tuple(
    f"field/{name}.js"
    for name in (
        *("ids", "exif", "photos", "visit-screen", "items", "photo-box", "camera", "mark"),
        *("report-screen", "classes", "place-field", "patrol", "patrol-screen"),
        *("cases-screen", "advice-screen", "outbox-screen", "export", "me-screen"),
    )
)
LATER = ("field/map.js", "vendor/leaflet/leaflet.js", "vendor/leaflet/leaflet.css", "icons/icon-192.png")
WORKER = "field/worker.js"


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses."""

    first: list[str]  # what the first screen needs
    second: list[str]  # the other screens
    later: list[str]  # the map
    worker: str
    version: str  # of all of these and of the page


@cache
def assets() -> Assets:
    """The files of this installation; their names carry their content, so they are looked up once in a process."""
    first, second, later = ([static(name) for name in names] for names in (FIRST, SECOND, LATER))
    told = "\n".join([*first, *second, *later, static(WORKER), *_contents()])
    return Assets(first, second, later, static(WORKER), hashlib.sha256(told.encode()).hexdigest()[:16])


def _contents() -> list[str]:
    """Hashes of the files themselves: names do not carry the content while developing and in tests."""
    found = (find(name) for name in (*FIRST, *SECOND, *LATER, WORKER))
    return [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in found if isinstance(path, str)]
