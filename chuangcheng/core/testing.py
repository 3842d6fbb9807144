"""Helpers of every context's tests: photos to send, jobs and events that are done at once."""

from __future__ import annotations

import io
import random
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw

from chuangcheng.core.deliveries import deliver_next
from chuangcheng.core.jobs.doing import do
from chuangcheng.core.jobs.pulse import DirectPulse
from chuangcheng.core.jobs.queue import claim_next
from chuangcheng.core.models import EventDelivery, Job
from chuangcheng.core.times import SHANGHAI, now


def run_all_jobs() -> list[Job]:
    """Does every job that is due, in the test's own transaction, and gives them as they ended; a fault is raised."""
    done = []
    while claim := claim_next(worker="test", now=now()):
        do(claim, DirectPulse(claim))
        done.append(claim.job_id)
    return list(Job.objects.filter(pk__in=done).order_by("id"))


def deliver_events() -> int:
    """Delivers every event that is due and gives their number; a handler's fault is raised."""
    count = 0
    while deliver_next(now=now()):
        count += 1
    failed = EventDelivery.objects.filter(done_at__isnull=True).first()
    if failed is not None:
        raise AssertionError(f"{failed.handler}: {failed.error}")
    return count


def photo(
    *,
    shade: int = 0,
    size: tuple[int, int] = (320, 240),
    taken_at: datetime | None = None,
    position: tuple[float, float] | None = None,
    orientation: int = 1,
    picture_format: str = "JPEG",
    scene: int | None = None,
) -> bytes:
    """A small picture; another `shade` is another content. `position`: longitude and latitude in degrees, both ≥ 0.

    Without a `scene` it is of one colour, and so never compared; another scene does not look like it.
    """
    image = Image.new("RGB", size, (shade % 256, shade // 256 % 256, 90)) if scene is None else street(scene, size=size)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = str(shade)  # neighbouring shades look alike once they are packed
    if taken_at is not None:
        written = taken_at.astimezone(SHANGHAI).strftime("%Y:%m:%d %H:%M:%S")
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = written
    if position is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(_gps(*position))
    written_to = io.BytesIO()
    image.save(written_to, picture_format, exif=exif)
    return written_to.getvalue()


def photo_upload(name: str = "现场.jpg", *, shade: int = 0) -> SimpleUploadedFile:
    """A photo as a form sends it."""
    return SimpleUploadedFile(name, photo(shade=shade), content_type="image/jpeg")


def street(scene: int, *, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A picture of blocks, by its seed."""
    drawn = random.Random(scene)  # noqa: S311 - the same picture each time
    image = Image.new("RGB", size, (120, 130, 140))
    pencil = ImageDraw.Draw(image)
    for _block in range(40):
        left, top = drawn.randrange(size[0]), drawn.randrange(size[1])
        right, bottom = left + drawn.randrange(10, size[0] // 3), top + drawn.randrange(10, size[1] // 3)
        pencil.rectangle((left, top, right, bottom), fill=tuple(drawn.randrange(256) for _colour in range(3)))
    return image


def _gps(lon: float, lat: float) -> dict[int, object]:
    return {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (lat, 0.0, 0.0),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (lon, 0.0, 0.0),
    }
