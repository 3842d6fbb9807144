"""Phones that lie, push or break: nothing is kept that should not be, and nobody else's is touched."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings

from chuangcheng.core.models import StoredFile
from chuangcheng.core.testing import photo
from chuangcheng.field.models import SentFile
from chuangcheng.field.services import receiving
from chuangcheng.field.testing import API, Phone, phone_of, problem
from chuangcheng.orgs.testing import Cast


@pytest.fixture
def phone(cast: Cast) -> Phone:
    return phone_of(cast.inspector)


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def under_way() -> list[Path]:
    folder = Path(settings.FILES_ROOT) / "incoming" / "field"
    return [path for path in folder.rglob("*") if path.is_file()]


def test_content_that_is_not_what_the_hash_says_is_thrown_away(phone: Phone) -> None:
    content = photo(shade=1)
    promised = hash_of(photo(shade=2))
    answer = phone.put(promised, content, offset=0, size=len(content))
    assert (answer.status_code, answer.json()["code"]) == (422, "BrokenOnTheWay")
    assert not SentFile.objects.exists()
    assert not under_way()
    right = photo(shade=2)
    assert phone.put(promised, right, offset=0, size=len(right)).json()["is_complete"]  # and it can be sent anew


@pytest.mark.parametrize("content", [b"MZ" + os.urandom(400), b"<html><script>x</script></html>", b"%PDF-1.7\n1"])
def test_what_is_no_picture_is_not_taken(phone: Phone, content: bytes) -> None:
    answer = phone.put(hash_of(content), content, offset=0, size=len(content))
    assert answer.status_code == 422
    assert not StoredFile.objects.exists()
    assert not under_way()


def test_sizes_beyond_the_limits_are_refused(phone: Phone) -> None:
    sha256 = hash_of(b"x")
    assert phone.put(sha256, b"x", offset=0, size=21 * 2**20).status_code == 422
    much = b"x" * (receiving.PIECE_BYTES + 1)
    assert phone.put(sha256, much, offset=0, size=2 * len(much)).status_code == 422
    assert phone.put(sha256, b"xx", offset=0, size=1).status_code == 422
    assert phone.put(sha256, b"", offset=0, size=1).status_code == 422
    assert phone.put(sha256, b"x", offset=-1, size=5).status_code == 422
    many = [{"sha256": sha256, "size": 1}] * (receiving.MOST_ASKED + 1)
    assert phone.post("/files", {"files": many}).status_code == 422
    assert not under_way()


def test_nobody_fills_the_disk_with_beginnings(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_WAITING_BYTES", 1000)
    assert phone.put(hash_of(b"1"), b"x" * 600, offset=0, size=900).status_code == 200
    answer = phone.put(hash_of(b"2"), b"x", offset=0, size=900)
    assert (answer.status_code, answer.json()["code"]) == (422, "TooMuchWaiting")


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "A" * 64, "g" * 64, "0" * 63, "0" * 64 + "%00", "%2e%2e"])
def test_path_in_the_place_of_a_hash_writes_nothing(phone: Phone, name: str) -> None:
    answer = phone.client.put(f"{API}/files/{name}?offset=0&size=1", b"x", content_type="application/octet-stream")
    assert answer.status_code in {404, 422}
    assert not under_way()


def test_record_with_odd_texts_is_kept_and_told_why(phone: Phone, cast: Cast) -> None:
    odd = problem(0, position={"lon": 112, "lat": 32, "accuracy": 5, "at": "2026-11-27T09:00:00+08:00"})
    odd["problem"] = {"description": "坏\x00字", "place_text": "某处"}
    answer = phone.records(odd)
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    for broken in ({"lon": 900}, {"accuracy": -1}, {"at": "2026-11-27T09:00:00"}):
        sent = problem(0, position={**odd["position"], **broken})
        assert phone.records(sent).status_code == 422
    assert phone.records({**problem(0), "kind": "advice"}).status_code == 422
    assert phone.records({**problem(0), "extra": 1}).status_code == 422


def test_two_people_with_the_same_photo_each_send_it(phone: Phone, cast: Cast) -> None:
    phone.sends(5)
    phone_of(cast.keeper).sends(5)
    assert SentFile.objects.count() == 2
    assert StoredFile.objects.count() == 1
