from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo
from chuangcheng.evidence.models import MaterialRequest, Piece
from chuangcheng.evidence.testing import make_material
from chuangcheng.orgs.testing import Cast, signed_in


def packed(*files: tuple[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", way) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()


def sent(cast: Cast, content: bytes, name: str = "材料.zip", **more: Any) -> tuple[int, str]:
    """The status and the page of bringing an archive for a request that asks for no captions."""
    material = make_material(cast, **{"captions": (), **more})
    client = signed_in(cast.liaison)
    address = reverse("evidence:hand_in_archive", args=[material.pk])
    answer = client.post(address, {"event_id": new_id(), "archive": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def test_a_folder_as_a_zip_brings_all_its_pictures(cast: Cast) -> None:
    pictures = [(f"九月/{number}.jpg", photo(shade=number)) for number in range(12)]
    rest = [("九月/Thumbs.db", b"x"), ("__MACOSX/九月/._1.jpg", b"x"), ("九月/", b"")]
    assert sent(cast, packed(*pictures, *rest), count=12)[0] == 302
    assert Piece.objects.count() == 12
    assert {piece.name for piece in Piece.objects.all()} == {f"{number}.jpg" for number in range(12)}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([("../../etc/passwd.jpg", photo())], "压缩包以外"),
        ([("/abs.jpg", photo())], "压缩包以外"),
        ([("C:\\Windows\\x.jpg", photo())], "压缩包以外"),
        ([("病毒.exe", b"MZ" + b"\x00" * 200)], "病毒.exe"),
        ([("空.jpg", b"")], "“空.jpg”是空的"),
        ([("假.jpg", b"<script>alert(1)</script>")], "假.jpg"),
        ([("套.zip", packed(("a.jpg", photo())))], "套.zip"),
        ([(".DS_Store", b"x")], "没有文件"),
        ([(f"{number}.jpg", photo(shade=number)) for number in range(101)], "超过100个"),
        ([("大.jpg", b"\xff\xd8\xff" + bytes(range(256)) * 5000)], "1 MB"),
    ],
)
def test_a_bad_archive_is_refused_in_a_sentence(files: list[tuple[str, bytes]], sentence: str, cast: Cast) -> None:
    status, page = sent(cast, packed(*files), megabytes=1)
    assert status == 422
    assert sentence in page
    assert not Piece.objects.exists()


def test_what_cannot_be_used_holds_up_nothing_else_and_is_told_until_the_rest_is_handed_in(cast: Cast) -> None:
    bad = [
        ("假.jpg", b"<script>alert(1)</script>"),
        ("病毒.exe", b"MZ" + b"\x00" * 200),
        ("套.zip", packed(("a", b"b"))),
    ]
    doubled = [
        ("甲/好.jpg", photo(size=(800, 600))),
        ("乙/它.jpg", photo(size=(800, 600))),
        ("小.jpg", photo(size=(300, 200))),
    ]
    status, page = sent(cast, packed(*bad, *doubled), captions=("place",), least_pixels=600)
    assert status == 200
    assert not Piece.objects.exists()
    kept = re.findall(r'name="piece-0-kept" value="([^"]+)"', page)
    told = ("有5个文件没有收", "假.jpg", "病毒.exe", "套.zip", "内容完全相同，只收一份", "“小.jpg”太小")
    assert all(sentence in page for sentence in told)
    (refused,) = re.findall(r'name="refused" value="([^"]+)"', page)
    rows = {"piece-TOTAL_FORMS": 1, "piece-INITIAL_FORMS": 0, "piece-0-kept": kept[0], "refused": refused}
    address = reverse("evidence:captions", args=[MaterialRequest.objects.get().pk])
    client = signed_in(cast.liaison)
    answer = client.post(address, {"event_id": new_id(), **rows})
    assert answer.status_code == 422
    assert "请补全" in answer.content.decode()
    assert all(sentence in answer.content.decode() for sentence in told)
    assert client.post(address, {"event_id": new_id(), **rows, "piece-0-place": "柳巷"}).status_code == 302
    assert Piece.objects.count() == 1


def test_without_captions_a_person_sees_what_was_not_taken_before_the_rest_is_handed_in(cast: Cast) -> None:
    status, page = sent(cast, packed(("好.jpg", photo()), ("病毒.exe", b"MZ" + b"\x00" * 200)))
    assert (status, Piece.objects.count()) == (200, 0)
    assert "病毒.exe" in page
    assert "piece-0-kept" in page


def test_when_nothing_of_a_folder_is_taken_every_file_is_told(cast: Cast) -> None:
    status, page = sent(cast, packed(("一.jpg", b"x"), ("二.jpg", b"")))
    assert status == 422
    assert "选的2个文件都没有收" in page
    assert "“一.jpg”" in page
    assert "“二.jpg”是空的" in page


def test_what_was_handed_in_before_is_not_taken_again(cast: Cast) -> None:
    content = packed(("好.jpg", photo()))
    assert sent(cast, content)[0] == 302
    material = MaterialRequest.objects.get()
    again = {"event_id": new_id(), "archive": SimpleUploadedFile("材料.zip", content)}
    answer = signed_in(cast.liaison).post(reverse("evidence:hand_in_archive", args=[material.pk]), again)
    assert (answer.status_code, Piece.objects.count()) == (422, 1)
    assert "已经提交过" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/实景.jpg",
        "\ud800/实景.jpg",
        "街\u0000道\n/实景.jpg",
        "📷" * 400 + "/实景.jpg",
        "x" * 5000 + "实景.jpg",
    ],
)
def test_a_path_that_a_page_tells_is_only_a_name(path: str, cast: Cast) -> None:
    material = make_material(cast, captions=("place",))
    files = {"files": SimpleUploadedFile("实景.jpg", photo()), "paths": json.dumps([path]), "event_id": new_id()}
    client = signed_in(cast.liaison)
    page = client.post(reverse("evidence:hand_in_archive", args=[material.pk]), files).content.decode()
    (kept,) = re.findall(r'name="piece-0-kept" value="([^"]+)"', page)
    rows = {"piece-TOTAL_FORMS": 1, "piece-INITIAL_FORMS": 0, "piece-0-kept": kept, "piece-0-place": "柳巷"}
    address = reverse("evidence:captions", args=[material.pk])
    assert client.post(address, {"event_id": new_id(), **rows}).status_code == 302
    assert Piece.objects.get().name.endswith("实景.jpg")
    assert "/" not in Piece.objects.get().name


def test_a_bomb_is_refused_before_it_is_unpacked(cast: Cast) -> None:
    status, page = sent(cast, packed(("炸弹.jpg", b"\x00" * 40 * 1024 * 1024)))
    assert status == 422
    assert "解开后过大" in page


@pytest.mark.parametrize("content", [b"not a zip", packed(("a.jpg", photo()))[:-30], b""])
def test_what_is_no_zip_is_refused(content: bytes, cast: Cast) -> None:
    assert sent(cast, content)[0] == 422


def flagged(content: bytes) -> bytes:
    """The same zip, said to be locked."""
    changed = bytearray(content)
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        changed[changed.index(mark) + place] |= 1
    return bytes(changed)


def declaring(content: bytes, *, size: int) -> bytes:
    """The same zip, whose directory says that its file unpacks to so many bytes."""
    changed = bytearray(content)
    place = changed.index(b"PK\1\2") + 24
    return bytes(changed[:place] + size.to_bytes(4, "little") + changed[place + 4 :])


def link_to(target: bytes) -> bytes:
    """A zip with a symbolic link that calls itself a photo."""
    entry = zipfile.ZipInfo("实景.jpg")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(entry, target)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (flagged(packed(("a.jpg", photo()))), "设有打开密码"),
        (declaring(packed(("a.jpg", photo())), size=0xFFFF_FFF0), "解开后过大"),
        (declaring(packed(("a.jpg", b"\xff\xd8\xff" + b"\x00" * 9_000_000)), size=1000), "已损坏"),
        (link_to(b"/etc/passwd"), "不能用在这里"),
        (packed(*[(f"{number}.jpg", b"") for number in range(1500)]), "文件过多"),
        (packed(("套.jpg", packed(("a.jpg", photo())))), "不能用在这里"),
    ],
)
def test_what_an_archive_claims_is_not_believed(content: bytes, sentence: str, cast: Cast) -> None:
    status, page = sent(cast, content)
    assert status == 422
    assert sentence in page
    assert not Piece.objects.exists()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"{'长' * 300}.jpg", f"…{'长' * 195}.jpg"),
        ("层/" * 200 + "实景.jpg", "实景.jpg"),
        ("街\n道\x1b\u202e.jpg", "街 道.jpg"),
    ],
)
def test_odd_names_are_made_readable_and_keep_their_ends(path: str, name: str, cast: Cast) -> None:
    status, page = sent(cast, packed((path, photo())), captions=("place",))
    assert status == 200
    (kept,) = re.findall(r'name="piece-0-kept" value="([^"]+)"', page)
    material = MaterialRequest.objects.get()
    rows = {"piece-TOTAL_FORMS": 1, "piece-INITIAL_FORMS": 0, "piece-0-kept": kept, "piece-0-place": "柳巷"}
    address = reverse("evidence:captions", args=[material.pk])
    assert signed_in(cast.liaison).post(address, {"event_id": new_id(), **rows}).status_code == 302
    assert Piece.objects.get().name == name


def test_names_packed_by_chinese_windows_are_read(cast: Cast) -> None:
    name = "街道实景.jpg".encode("gb18030")
    plain = "x" * len(name)  # zipfile itself would write UTF-8
    content = packed((plain, photo()), way=zipfile.ZIP_STORED).replace(plain.encode(), name)
    assert sent(cast, content)[0] == 302
    assert Piece.objects.get().name == "街道实景.jpg"
