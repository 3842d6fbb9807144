"""Areas are suggested where the extra `faces` is installed; a person decides, nothing is hidden by itself."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.core.testing import photo_upload
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal import faces
from chuangcheng.portal.models import PublicPhoto
from chuangcheng.portal.testing import decided, sent

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class StubCascade:
    """Finds one face in the middle of whatever it is shown, and nothing else."""

    def __init__(self, path: str) -> None:
        self.path = path

    def empty(self) -> bool:
        return False

    def detectMultiScale(self, _grey: Any, **_options: Any) -> list[tuple[int, int, int, int]]:  # noqa: N802 - cv2's name
        return [(40, 30, 20, 20)] if "frontalface_default" in self.path else []


def stub_cv2() -> Any:
    grey = SimpleNamespace(shape=(100, 200))
    return SimpleNamespace(
        IMREAD_GRAYSCALE=0,
        imread=lambda _path, _how: grey,
        data=SimpleNamespace(haarcascades="/models/"),
        CascadeClassifier=StubCascade,
    )


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra, as far as we use it."""
    monkeypatch.setitem(sys.modules, "cv2", stub_cv2())
    monkeypatch.setattr(faces, "are_available", lambda: True)


@pytest.mark.usefixtures("stub")
def test_a_found_face_is_offered_as_a_box_a_little_larger(tmp_path: Path) -> None:
    boxes = faces.suggested_boxes(tmp_path / "a.jpg")
    assert boxes == [pytest.approx([0.185, 0.27, 0.13, 0.26])]


@pytest.mark.usefixtures("stub")
def test_suggestions_hide_nothing_until_a_person_sends_boxes(cast: Cast) -> None:
    submission = decided(sent(photos=[photo_upload()]), actor_of(cast.chief))
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    original = submission.report.photos.get().file_id
    address = reverse("portal:hide_faces", args=[submission.pk, original])
    page = client.get(address).content.decode()
    assert "自动找到的人脸" in page
    assert "0.185" in page
    assert not PublicPhoto.objects.exists()
    client.post(address, {"boxes": "[]"})
    assert PublicPhoto.objects.get().boxes == []


def test_without_the_extra_the_page_says_so_and_offers_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(faces, "are_available", lambda: False)
    assert faces.suggested_boxes(tmp_path / "a.jpg") == []
    submission = sent(photos=[photo_upload()])
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    original = submission.report.photos.get().file_id
    assert (
        "没有安装人脸查找功能"
        in client.get(reverse("portal:hide_faces", args=[submission.pk, original])).content.decode()
    )


@pytest.mark.skipif(not faces.are_available(), reason="the extra `faces` is not installed")
def test_the_real_cascade_loads_and_finds_nothing_in_a_plain_picture(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "plain.jpg"
    Image.new("RGB", (320, 240), (200, 200, 200)).save(path)
    assert faces.suggested_boxes(path) == []
