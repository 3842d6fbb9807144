"""Pictures that came before their likeness was kept are examined a batch at a time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.files import places
from chuangcheng.core.files.errors import FileRefused
from chuangcheng.core.files.kinds import PHOTOS
from chuangcheng.core.files.pictures import examined_picture
from chuangcheng.core.jobs import every
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now as present

HOUR = 3600  # seconds
BATCH = 500  # pictures in one run; our choice


@every(HOUR, name="core.examine_pictures", label=_("补算旧照片的画面特征"))
def examine_pictures() -> None:
    """Takes the likeness of pictures that came before it was kept."""
    rows = StoredFile.objects.filter(width__isnull=False, examined_at__isnull=True).order_by("pk")[:BATCH]
    for row in rows:
        row.set_likeness(_likeness(row), at=present())
        row.save(update_fields=["likeness", "band_0", "band_1", "band_2", "band_3", "examined_at"])


def _likeness(row: StoredFile) -> int | None:
    """None also when the disk has lost the picture: it is not asked for again each hour."""
    path = places.path_of(row.sha256)
    try:
        return examined_picture(path, name=row.sha256, limits=PHOTOS, now=present()).likeness
    except (FileRefused, FileNotFoundError):
        return None
