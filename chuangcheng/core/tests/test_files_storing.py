from __future__ import annotations

import hashlib
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from PIL import Image

from chuangcheng.core import files, times
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import errors, kinds, places
from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import photo

WORKBOOKS = Path(__file__).parent / "files"


def packed(**entries: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def bytes_on_disk(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_content_lies_under_its_hash_and_is_read_back_unchanged(db: None, settings: Any) -> None:
    content = photo(shade=1)
    row = files.store(content, name="a.jpg", limits=files.PHOTOS)
    digest = hashlib.sha256(content).hexdigest()
    assert (row.sha256, row.size, row.media_type) == (digest, len(content), "image/jpeg")
    assert bytes_on_disk(settings.FILES_ROOT) == [settings.FILES_ROOT / digest[:2] / digest[2:4] / digest]
    with files.open_original(row) as file:
        assert file.read() == content


def test_same_content_twice_is_one_row_and_one_file(db: None, settings: Any) -> None:
    first = files.store(photo(), name="a.jpg", limits=files.PHOTOS)
    second = files.store(photo(), name="b.jpg", limits=files.PHOTOS)
    assert first == second
    assert StoredFile.objects.count() == len(bytes_on_disk(settings.FILES_ROOT)) == 1


def test_several_come_back_in_the_order_given_also_when_one_comes_twice(db: None) -> None:
    uploads = [files.Upload(photo(shade=shade), "a.jpg") for shade in (3, 1, 3, 2)]
    rows = files.store_all(uploads, limits=files.PHOTOS)
    assert [row.sha256 for row in rows] == [hashlib.sha256(bytes(upload.content)).hexdigest() for upload in uploads]  # type: ignore[arg-type] # all are bytes here
    assert StoredFile.objects.count() == 3


@pytest.mark.parametrize("count", [1, 9])
def test_storing_many_costs_as_many_queries_as_storing_one(
    db: None, count: int, django_assert_max_num_queries: Any
) -> None:
    uploads = [files.Upload(photo(shade=shade), "a.jpg") for shade in range(count)]
    with django_assert_max_num_queries(3):
        files.store_all(uploads, limits=files.PHOTOS)


@pytest.mark.django_db(transaction=True)
def test_five_at_once_become_one_row(settings: Any) -> None:
    content = photo(shade=5)

    def send(_number: int) -> str:
        try:
            with transaction.atomic():
                return str(files.store(content, name="a.jpg", limits=files.PHOTOS).pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        ids = set(pool.map(send, range(5)))
    assert len(ids) == StoredFile.objects.count() == len(bytes_on_disk(settings.FILES_ROOT)) == 1


@pytest.mark.django_db(transaction=True)
def test_same_photos_in_other_order_at_once_do_not_lock_up() -> None:
    uploads = [files.Upload(photo(shade=shade), "a.jpg") for shade in range(6)]

    def send(chosen: list[files.Upload]) -> int:
        try:
            with transaction.atomic():
                return len(files.store_all(chosen, limits=files.PHOTOS))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(send, [uploads, uploads[::-1], uploads, uploads[::-1]]))
    assert counts == [6, 6, 6, 6]
    assert StoredFile.objects.count() == 6


def test_row_whose_content_was_lost_gets_it_back(db: None) -> None:
    row = files.store(photo(), name="a.jpg", limits=files.PHOTOS)
    places.path_of(row.sha256).unlink()
    assert files.store(photo(), name="a.jpg", limits=files.PHOTOS) == row
    files.open_original(row).close()


def test_content_sent_again_later_waits_anew_for_a_record(db: None) -> None:
    row = files.store(photo(), name="a.jpg", limits=files.PHOTOS)
    StoredFile.objects.update(review_at=times.now() + timedelta(days=1))
    files.store(photo(), name="a.jpg", limits=files.PHOTOS)
    row.refresh_from_db()
    assert row.review_at > times.now() + timedelta(days=6)


@pytest.mark.parametrize(
    ("content", "name", "limits", "refusal"),
    [
        (b"", "a.jpg", files.PHOTOS, errors.EmptyFile),
        (b"\xff\xd8\xff" + b"x" * 50, "a.jpg", files.PHOTOS, errors.Damaged),
        (photo()[:-200], "a.jpg", files.PHOTOS, errors.Damaged),
        (photo(picture_format="PNG")[:-30], "a.png", files.PHOTOS, errors.Damaged),
        (b"GIF89a" + b"x" * 50, "a.gif", files.PHOTOS, errors.WrongKind),
        (b"<svg onload='alert(1)'>", "a.svg", files.PHOTOS, errors.WrongKind),
        (b"<html><script>", "a.jpg", files.PHOTOS, errors.WrongKind),
        (b"MZ" + b"\x00" * 90, "setup.exe", files.DOCUMENTS, errors.WrongKind),
        (b"%PDF-1.7 ...", "a.pdf", files.PHOTOS, errors.WrongKind),
        (b"%PDF-1.7 ...", "a.docx", files.DOCUMENTS, errors.Disguised),
        (photo(), "a.pdf", files.DOCUMENTS, errors.Disguised),
        (b"PK\x03\x04" + b"x" * 90, "a.zip", files.DOCUMENTS, errors.Damaged),
        (b"name,marks\nx\x00y", "a.csv", files.WORKBOOKS, errors.WrongKind),
        (kinds.MEGABYTE * 21 * b"x", "a.jpg", files.PHOTOS, errors.FileTooBig),
    ],
)
def test_refused_files_get_one_sentence_and_leave_nothing(
    db: None, settings: Any, content: bytes, name: str, limits: files.Limits, refusal: type[InvalidInput]
) -> None:
    with pytest.raises(refusal) as refused:
        files.store(content, name=name, limits=limits)
    assert str(refused.value).endswith("。")
    assert name in str(refused.value)
    assert not StoredFile.objects.exists()
    assert not bytes_on_disk(settings.FILES_ROOT)


def test_one_bad_file_among_good_ones_keeps_none(db: None, settings: Any) -> None:
    uploads = [files.Upload(photo(), "a.jpg"), files.Upload(b"not a photo", "b.jpg")]
    with pytest.raises(errors.WrongKind, match=r"b\.jpg"):
        files.store_all(uploads, limits=files.PHOTOS)
    assert not StoredFile.objects.exists()
    assert not bytes_on_disk(settings.FILES_ROOT)


def test_picture_with_more_pixels_than_allowed_is_refused_before_decoding(db: None) -> None:
    header = photo(picture_format="PNG", size=(4, 4))
    width_and_height = (60_000).to_bytes(4, "big") * 2
    bomb = header[:16] + width_and_height + header[24:]
    with pytest.raises((errors.TooManyPixels, errors.Damaged)):
        files.store(bomb, name="a.png", limits=files.PHOTOS)
    flat = io.BytesIO()
    Image.new("1", (9000, 9000)).save(flat, "PNG")
    with pytest.raises(errors.TooManyPixels, match="6500万像素"):
        files.store(flat.getvalue(), name="a.png", limits=files.PHOTOS)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (photo(picture_format="PNG"), "a.jpg", kinds.PNG),
        (photo(picture_format="WEBP"), "a.webp", kinds.WEBP),
        (photo(picture_format="HEIF"), "IMG_0001.HEIC", kinds.HEIC),
        (b"%PDF-1.4\n%%EOF", "总结.pdf", kinds.PDF),
        (packed(**{"[Content_Types].xml": b"", "word__document.xml": b""}), "总结.docx", kinds.DOCX),
        (packed(**{"[Content_Types].xml": b"", "ppt__presentation.xml": b""}), "a.pptx", kinds.PPTX),
        (packed(**{"OFD.xml": b"<ofd/>"}), "通知.ofd", kinds.OFD),
        (packed(**{"photos__1.jpg": b"x"}), "照片.zip", kinds.ZIP),
        ((WORKBOOKS / "sites.xls").read_bytes(), "点位.xls", kinds.XLS),
        ((WORKBOOKS / "sites.ods").read_bytes(), "点位.ods", kinds.ODS),
    ],
)
def test_kind_is_what_the_content_says(db: None, content: bytes, name: str, kind: kinds.Kind) -> None:
    assert files.store(content, name=name).media_type == kind.media_type


@pytest.mark.parametrize("coding", ["utf-8", "gb18030", "utf-16"])
def test_csv_is_taken_as_workbook_in_the_codings_of_offices(db: None, coding: str) -> None:
    row = files.store("编号,名称\n1,柳巷".encode(coding), name="点位.csv", limits=files.WORKBOOKS)
    assert row.media_type == "text/csv"


def test_zip_that_swells_or_is_locked_is_refused(db: None) -> None:
    swollen = files.Limits((kinds.ZIP,), "压缩包", max_bytes=kinds.MEGABYTE, max_unpacked_bytes=1000)
    with pytest.raises(errors.SwollenZip):
        files.store(packed(a=b"0" * 5000), name="a.zip", limits=swollen)
    crowded = files.Limits((kinds.ZIP,), "压缩包", max_bytes=kinds.MEGABYTE, max_zip_entries=2)
    with pytest.raises(errors.SwollenZip):
        files.store(packed(a=b"", b=b"", c=b""), name="a.zip", limits=crowded)
    content = bytearray(packed(a=b"secret"))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(errors.Locked):
        files.store(bytes(content), name="a.zip")


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("方案.docx", ("[Content_Types].xml", "word/document.xml")),
        ("台账.ods", ("mimetype", "content.xml")),
        ("照片.zip", ("1.jpg", "2.jpg")),
    ],
)
def test_bomb_is_refused_in_one_sentence_and_nothing_is_kept(
    db: None, settings: Any, name: str, entries: tuple[str, str]
) -> None:
    small, large = entries
    bomb = packed(**{small: b"<x/>", large: b"\0" * (21 * kinds.MEGABYTE)})
    with pytest.raises(errors.SwollenZip) as refusal:
        files.store(bomb, name=name, limits=files.DOCUMENTS)
    assert str(refusal.value) == f"压缩包“{name}”解开后过大或文件过多，请拆成几个再上传。"
    assert bytes_on_disk(settings.FILES_ROOT) == []


def test_zip_whose_directory_claims_to_be_huge_is_refused_unread(db: None) -> None:
    content = bytearray(packed(a=b"x"))
    end = content.index(b"PK\x05\x06")
    content[end + 12 : end + 16] = (200 * kinds.MEGABYTE).to_bytes(4, "little")
    with pytest.raises(errors.SwollenZip):
        files.store(bytes(content), name="a.zip")


def test_long_and_odd_names_are_shown_short_and_plain() -> None:
    assert errors.shown_name("..\\..\\etc/passwd\n\u202e.jpg") == "passwd.jpg"
    assert len(errors.shown_name("长" * 300)) == 60
