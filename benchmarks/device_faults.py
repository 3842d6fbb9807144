"""What is lost or there twice after phones have sent everything: by count, and by hash of what lies on the disk."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from benchmarks.phones import Photo
from chuangcheng.cases.models import Case
from chuangcheng.core.files import places
from chuangcheng.field.models import Advice, FieldRecord, RecordPhoto
from chuangcheng.inspections.models import Visit

Expected = Sequence[tuple[dict[str, Any], Sequence[Photo]]]
MADE = {"visit": Visit, "problem": Case, "advice": Advice}  # of a record, under its id


def lost(expected: Expected) -> Counter[str]:
    """Records, what was to come of them, and photos that are not here, whole."""
    found: Counter[str] = Counter()
    done = _keys(FieldRecord.objects.filter(state="done"), _ids(expected))
    found["records"] = len(_ids(expected) - done)
    for kind, model in MADE.items():
        ids = _ids(expected, kind)
        found[kind] = len(ids - _keys(model._default_manager.all(), ids))
    photos = {photo.sha256 for _record, shots in expected for photo in shots}
    found["photos on their record"] = len(photos - set(_photos(expected)))
    found["photos on the disk"] = sum(not _is_sound(sha256) for sha256 in photos)
    return +found


def doubled(expected: Expected) -> Counter[str]:
    """What is here more often than it was sent."""
    people = {record["person_id"] for record, _photos in expected}
    cases = Case.objects.filter(reporter__in=people).count()
    visits = Visit.objects.filter(inspector__in=people).values("assignment").annotate(times=Count("pk"))
    kept = _photos(expected)
    return +Counter(
        {
            "records": FieldRecord.objects.filter(person__in=people).count() - len(expected),
            "cases": cases - len(_ids(expected, "problem")) - len(_ids(expected, "visit")),  # a fault in each visit
            "visits": visits.filter(times__gt=1).count(),
            "advice": Advice.objects.filter(person__in=people).count() - len(_ids(expected, "advice")),
            "photos": len(kept) - len(set(kept)),
        }
    )


def _ids(expected: Expected, kind: str = "") -> set[str]:
    return {record["id"] for record, _photos in expected if kind in {"", record["kind"]}}


def _keys(rows: Any, ids: set[str]) -> set[str]:
    return {str(pk) for pk in rows.filter(pk__in=ids).values_list("pk", flat=True)}


def _photos(expected: Expected) -> list[str]:
    return list(RecordPhoto.objects.filter(record__in=_ids(expected)).values_list("file__sha256", flat=True))


def _is_sound(sha256: str) -> bool:
    path = places.path_of(sha256)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
