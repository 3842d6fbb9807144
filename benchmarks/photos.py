"""Finding the photos that look like one, among millions: by four indexes, nothing scanned."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count, islice, repeat

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from benchmarks.measuring import Measured, heading, measure, table
from chuangcheng.core.files import alike_pictures
from chuangcheng.core.ids import new_id
from chuangcheng.core.likeness import BITS, likeness_of
from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import street
from chuangcheng.core.times import now

SCENES = 3_000  # drawn; the photos of a place are views of them, so that likenesses crowd as real ones do
MOST_FLIPPED = 28  # bits in which a view differs from its scene
BATCH = 5_000
TIMES = 60
MOST_MS = {"*": 20}
MOST_STATEMENTS = {"*": 1}


def run(sizes: list[int]) -> None:
    """Prints the table for every size, in a database of its own."""
    settings.ALLOWED_HOSTS = ["*"]
    connection.settings_dict["TEST"]["NAME"] = "photos_measured"
    old = setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=[])
    try:
        gc.collect()
        gc.freeze()  # as `config.wsgi` does
        drawn = random.Random(1)
        scenes = [look for look in (likeness_of(street(scene)) for scene in range(SCENES)) if look is not None]
        rows = [each for size in sorted(sizes) for each in _measured(size, scenes, drawn)]
        print(
            heading(f"Photos on {connection.display_name}", f"python -m benchmarks photos {' '.join(map(str, sizes))}")
        )
        print(table(rows, most_ms=MOST_MS, most_statements=MOST_STATEMENTS))
    finally:
        teardown_databases(old, verbosity=0, keepdb=True)


def _measured(size: int, scenes: list[int], drawn: random.Random) -> list[Measured]:
    _fill(size - StoredFile.objects.count(), scenes, drawn)
    asked = list(StoredFile.objects.order_by("sha256")[:TIMES])
    found = []
    for bits, photos in ((3, 1), (3, 9), (7, 1)):
        turns = count()
        deed = partial(_look_up, asked, photos, bits, turns)
        found.append(measure(f"{photos} photo(s), up to {bits} bits", size, deed, times=TIMES))
    return found


def _look_up(asked: list[StoredFile], photos: int, bits: int, turns: Iterator[int]) -> None:
    start = next(turns) * photos % (len(asked) - photos)
    alike_pictures(asked[start : start + photos], at_most=bits)


def _fill(missing: int, scenes: list[int], drawn: random.Random) -> None:
    at = now()
    made = (_view(drawn.choice(scenes), drawn, at) for _row in repeat(None, max(0, missing)))
    while batch := list(islice(made, BATCH)):
        StoredFile.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _view(scene: int, drawn: random.Random, at: datetime) -> StoredFile:
    look = scene
    for place in drawn.sample(range(BITS), drawn.randrange(MOST_FLIPPED)):
        look ^= 1 << place
    row = StoredFile(
        id=new_id(),
        sha256=f"{drawn.getrandbits(256):064x}",
        size=1,
        media_type="image/jpeg",
        width=1,
        height=1,
        review_at=at + timedelta(days=365),
    )
    row.set_likeness(look, at=at)
    return row
