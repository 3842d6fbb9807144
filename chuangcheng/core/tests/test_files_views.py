from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import Client, RequestFactory
from PIL import Image

from chuangcheng.core import files
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import errors, kinds, receiving
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.slots import Slot
from chuangcheng.core.testing import photo, photo_upload
from chuangcheng.orgs.testing import Cast


@pytest.fixture
def row(db: None) -> StoredFile:
    return files.store(photo(position=(116.5, 39.75)), name="a.jpg", limits=files.PHOTOS)


@pytest.fixture(autouse=True)
def only_the_inspector_reads(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two contexts refer to the file: one knows nobody, the other the inspector."""
    slot: Slot[Any] = Slot("readers of files")
    slot.fill("a", lambda *_asked: False)
    slot.fill("b", lambda actor, file_id: _is_inspector(cast, actor, file_id))
    monkeypatch.setattr("chuangcheng.core.files.serving.readers", slot)


def _is_inspector(cast: Cast, actor: Actor, file_id: UUID) -> bool:
    return actor.person_id == cast.inspector.pk and StoredFile.objects.filter(pk=file_id).exists()


def sign_in(client: Client, person: Any) -> None:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_reader_gets_copy_and_original_with_safe_headers(client: Client, cast: Cast, row: StoredFile) -> None:
    sign_in(client, cast.inspector)
    copy = client.get(f"/files/{row.pk}/160.jpg")
    assert (copy.status_code, copy["Content-Type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(b"".join(copy))) as image:
        assert image.size == (160, 120)
        assert not image.getexif()
    original = client.get(f"/files/{row.pk}/original?name=柳巷.jpg")
    assert b"".join(original) == photo(position=(116.5, 39.75))
    for response in (copy, original):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, max-age=3600"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert original["Content-Disposition"] == "inline; filename*=utf-8''%E6%9F%B3%E5%B7%B7.jpg"


@pytest.mark.parametrize("tail", ["160.jpg", "original"])
def test_absent_and_not_yours_look_the_same(client: Client, cast: Cast, row: StoredFile, tail: str) -> None:
    sign_in(client, cast.chief)
    not_yours = client.get(f"/files/{row.pk}/{tail}")
    sign_in(client, cast.inspector)
    absent = client.get(f"/files/{new_id()}/{tail}")
    assert not_yours.status_code == absent.status_code == 404
    assert "没有找到该文件" in not_yours.content.decode()


def test_nobody_reads_without_signing_in(client: Client, row: StoredFile) -> None:
    assert client.get(f"/files/{row.pk}/original").status_code == 302


def test_size_that_is_not_offered_is_absent(client: Client, cast: Cast, row: StoredFile) -> None:
    sign_in(client, cast.inspector)
    assert client.get(f"/files/{row.pk}/99999.jpg").status_code == 404


def test_unchanged_copy_is_not_sent_again(client: Client, cast: Cast, row: StoredFile) -> None:
    sign_in(client, cast.inspector)
    tag = client.get(f"/files/{row.pk}/160.jpg")["ETag"]
    assert client.get(f"/files/{row.pk}/160.jpg", headers={"If-None-Match": tag}).status_code == 304
    sign_in(client, cast.chief)
    assert client.get(f"/files/{row.pk}/160.jpg", headers={"If-None-Match": tag}).status_code == 404


def test_documents_are_downloads_and_keep_their_true_extension(client: Client, cast: Cast) -> None:
    document = files.store(b"%PDF-1.4\n%%EOF", name="a.pdf")
    sign_in(client, cast.inspector)
    response = client.get(f"/files/{document.pk}/original?name=setup.exe")
    assert response["Content-Disposition"] == 'attachment; filename="setup.exe.pdf"'
    assert client.get(f"/files/{document.pk}/160.jpg").status_code == 404


def test_photos_of_a_form_are_stored_and_counted(rf: RequestFactory, db: None) -> None:
    request = rf.post("/", {"photos": [photo_upload(shade=1), photo_upload(shade=2)]})
    assert len(files.photos_from_request(request, "photos", at_least=1)) == 2
    assert files.photos_from_request(request, "others") == []
    with pytest.raises(InvalidInput, match="请至少上传1张照片。"):
        files.photos_from_request(request, "others", at_least=1)
    with pytest.raises(InvalidInput, match="一次最多上传1张照片"):
        files.photos_from_request(request, "photos", at_most=1)


def test_documents_of_a_form_keep_the_names_they_came_with(rf: RequestFactory, db: None) -> None:
    request = rf.post("/", {"papers": [photo_upload("现场.jpg")]})
    [(row, name)] = files.documents_from_request(request, "papers", at_least=1)
    assert (row.media_type, name) == ("image/jpeg", "现场.jpg")
    with pytest.raises(InvalidInput, match="请至少上传2个文件。"):
        files.documents_from_request(request, "papers", at_least=2)
    with pytest.raises(InvalidInput, match="一次最多上传0个文件"):
        files.documents_from_request(request, "papers", at_most=0)


def test_huge_upload_fills_no_disk_and_is_refused(
    rf: RequestFactory, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MAX_UPLOAD_BYTES", kinds.MEGABYTE)
    small = files.Limits((kinds.JPEG,), "照片", max_bytes=kinds.MEGABYTE)
    huge = photo_upload()
    huge.write(b"x" * 5 * kinds.MEGABYTE)
    huge.seek(0)
    request = rf.post("/", {"photos": [huge, photo_upload(shade=1)]})
    request.upload_handlers = [MemoryFileUploadHandler(request), files.receiving.CappedUploadHandler(request)]
    cut, whole = request.FILES.getlist("photos")
    assert (cut.size or 0) < 2 * kinds.MEGABYTE
    with pytest.raises(errors.FileTooBig):
        files.store(cut, name="a.jpg", limits=small)
    assert files.store(whole, name="a.jpg", limits=small).media_type == "image/jpeg"
