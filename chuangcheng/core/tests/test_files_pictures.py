from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from chuangcheng.core import files, times
from chuangcheng.core.errors import NotFound
from chuangcheng.core.files import places
from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import photo

NOON = datetime(2026, 9, 30, 4, 0, tzinfo=UTC)


def stored(content: bytes, name: str = "a.jpg") -> StoredFile:
    return files.store(content, name=name, limits=files.PHOTOS)


def with_exif(exif: Image.Exif) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (20, 10)).save(written, "JPEG", exif=exif)
    return written.getvalue()


def test_time_and_position_are_read_from_the_photo(db: None) -> None:
    row = stored(photo(taken_at=NOON, position=(116.5, 39.75)))
    assert (row.taken_at, row.taken_lon, row.taken_lat) == (NOON, 116.5, 39.75)


def test_position_is_read_from_heic_too(db: None) -> None:
    row = stored(photo(position=(116.5, 39.75), picture_format="HEIF"), "a.heic")
    assert (row.taken_lon, row.taken_lat) == (116.5, 39.75)


def test_camera_that_names_its_zone_is_believed(db: None) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {ExifTags.Base.DateTimeOriginal: "2026:09:30 12:00:00", ExifTags.Base.OffsetTimeOriginal: "+09:00"}
    )
    assert stored(with_exif(exif)).taken_at == NOON - timedelta(hours=1)


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "yesterday", "1980:01:01 00:00:00", "2999:01:01 00:00:00"])
def test_senseless_time_counts_as_not_written(db: None, written: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = written
    assert stored(with_exif(exif)).taken_at is None


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [((95.0, 0.0, 0.0), (116.0, 0.0, 0.0)), ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), ((39.0,), (116.0, 0.0, 0.0))],
)
def test_senseless_position_counts_as_not_written(
    db: None, latitude: tuple[float, ...], longitude: tuple[float, ...]
) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: latitude,
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: longitude,
        }
    )
    row = stored(with_exif(exif))
    assert (row.taken_lon, row.taken_lat) == (None, None)


def test_photo_held_sideways_is_known_and_copied_upright(db: None) -> None:
    row = stored(photo(size=(320, 240), orientation=6))
    assert (row.width, row.height) == (240, 320)
    with Image.open(files.public_copy(row, 160)) as copy:
        assert copy.size == (120, 160)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_copy_is_a_jpeg_of_the_size_without_anything_the_camera_wrote(db: None, picture_format: str) -> None:
    content = photo(size=(800, 600), taken_at=NOON, position=(116.5, 39.75), picture_format=picture_format)
    row = stored(content, "")
    with Image.open(files.public_copy(row, 480)) as copy:
        assert (copy.format, copy.size) == ("JPEG", (480, 360))
        assert not copy.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment", "photoshop"} & set(copy.info)


def test_small_picture_is_not_blown_up(db: None) -> None:
    with Image.open(files.public_copy(stored(photo(size=(320, 240))), 1600)) as copy:
        assert copy.size == (320, 240)


def test_transparent_parts_become_white(db: None) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(files.public_copy(stored(written.getvalue(), "a.png"), 160)) as copy:
        assert copy.getpixel((5, 5)) == (255, 255, 255)


def test_copy_is_made_once_and_kept(db: None) -> None:
    row = stored(photo())
    path = files.public_copy(row, 160)
    made = path.stat().st_mtime_ns
    places.path_of(row.sha256).unlink()
    assert files.public_copy(row, 160) == path
    assert path.stat().st_mtime_ns == made


def test_no_copy_of_a_document_of_another_size_or_of_a_lost_original(db: None) -> None:
    document = files.store(b"%PDF-1.4\n%%EOF", name="a.pdf")
    with pytest.raises(NotFound):
        files.public_copy(document, 160)
    row = stored(photo())
    with pytest.raises(NotFound):
        files.public_copy(row, 161)
    places.path_of(row.sha256).unlink()
    with pytest.raises(NotFound):
        files.public_copy(row, 160)
    with pytest.raises(NotFound):
        files.open_original(row)


def test_original_keeps_what_the_camera_wrote(db: None, tmp_path: Path) -> None:
    row = stored(photo(taken_at=NOON, position=(116.5, 39.75)))
    with files.open_original(row) as file, Image.open(file) as image:
        assert image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert row.created_at <= times.now()
