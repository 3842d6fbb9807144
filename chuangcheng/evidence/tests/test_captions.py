from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo
from chuangcheng.core.times import SHANGHAI
from chuangcheng.evidence.guessing import guessed
from chuangcheng.evidence.models import Piece
from chuangcheng.evidence.testing import make_material
from chuangcheng.evidence.tests.test_archives import packed
from chuangcheng.orgs.testing import Cast, signed_in

TAKEN = datetime(2026, 9, 12, 9, 30, tzinfo=SHANGHAI)
FOLDER = packed(
    ("2026-09-10 柳巷社区/清洁家园/IMG_0001.jpg", photo(shade=1, taken_at=TAKEN)),
    ("2026-09-10 柳巷社区/清洁家园/IMG_0002.jpg", photo(shade=2)),
    ("散/IMG_0003.jpg", photo(shade=3)),
)


def table_of(cast: Cast, material: Any, content: bytes = FOLDER) -> Any:
    """The answer with the table of what arrived."""
    address = reverse("evidence:hand_in_archive", args=[material.pk])
    given = {"event_id": new_id(), "archive": SimpleUploadedFile("九月.zip", content)}
    return signed_in(cast.liaison).post(address, given)


def written(answer: Any, *captions: dict[str, str]) -> dict[str, Any]:
    """What the browser sends: what stands in the table, and over it what is written."""
    rows = answer.context["rows"]
    sent: dict[str, Any] = {"event_id": new_id(), "piece-TOTAL_FORMS": len(rows), "piece-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        fields = {name: row.form[name].value() or "" for name in ("kept", "path", "time", "place")}
        more = captions[number] if number < len(captions) else {}
        sent |= {f"piece-{number}-{name}": text for name, text in {**fields, **more}.items()}
    return sent


@pytest.mark.parametrize(
    ("path", "taken_at", "caption"),
    [
        ("IMG_20260912_093000.jpg", None, {"time": "2026年9月12日"}),
        ("DSC01234.JPG", TAKEN, {"time": "2026年9月12日上午"}),
        ("微信图片_20261340.jpg", None, {}),
        ("街 道.jpg", None, {"theme": "街"}),
        (
            "2026年9月12日下午 东关街道/文明实践月/清洁家园-志愿者30人-01.jpg",
            None,
            {
                "time": "2026年9月12日下午",
                "background": "文明实践月",
                "place": "东关街道",
                "theme": "清洁家园",
                "people": "志愿者30人",
            },
        ),
    ],
)
def test_folder_name_and_camera_tell_of_a_caption(
    path: str, taken_at: datetime | None, caption: dict[str, str]
) -> None:
    assert guessed(path, taken_at) == caption


def test_who_brings_a_photo_of_other_days_than_asked_for_is_told_at_once(cast: Cast) -> None:
    material = make_material(cast, count=3, first_on=date(2026, 1, 1), last_on=date(2026, 6, 30))
    page = table_of(cast, material).content.decode()
    assert page.count("照片记录的拍摄日期是2026-09-12，不在要求的期间内。") == 1
    taken = SimpleUploadedFile("九月.jpg", photo(shade=7, taken_at=TAKEN), content_type="image/jpeg")
    given = {"event_id": new_id(), "piece-TOTAL_FORMS": 1, "piece-INITIAL_FORMS": 0, "piece-0-file": taken}
    answer = signed_in(cast.liaison).post(reverse("evidence:hand_in", args=[material.pk]), given)
    assert answer.status_code == 422
    assert "不在要求的期间内" in answer.content.decode()


def test_each_file_of_a_folder_gets_its_own_caption_in_one_act(cast: Cast) -> None:
    material, client = make_material(cast, count=3), signed_in(cast.liaison)
    address = reverse("evidence:captions", args=[material.pk])
    table = table_of(cast, material)
    assert table.status_code == 200
    assert not Piece.objects.exists()
    sent = written(table)
    assert [sent[f"piece-{number}-time"] for number in range(3)] == ["2026年9月12日上午", "2026年9月10日", ""]
    assert [sent[f"piece-{number}-place"] for number in range(3)] == ["柳巷社区", "柳巷社区", ""]
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "请补全“IMG_0003.jpg”的说明：时间、地点" in refused.content.decode()
    assert not Piece.objects.exists()
    sent = written(refused, {}, {"place": "东关"}, {"time": "九月", "place": "柳巷"})
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert {piece.name: piece.caption for piece in Piece.objects.all()} == {
        "IMG_0001.jpg": {"time": "2026年9月12日上午", "place": "柳巷社区"},
        "IMG_0002.jpg": {"time": "2026年9月10日", "place": "东关"},
        "IMG_0003.jpg": {"time": "九月", "place": "柳巷"},
    }


def test_a_file_may_be_left_out_and_pictures_are_shown_to_who_brought_them(cast: Cast) -> None:
    material, client = make_material(cast, count=3), signed_in(cast.liaison)
    table = table_of(cast, material)
    sent = {**written(table), "piece-2-left_out": "on"}
    picture = f"{reverse('evidence:kept_picture', args=[material.pk])}?token={sent['piece-0-kept']}"
    assert picture in table.content.decode()
    assert client.get(picture).headers["Content-Type"] == "image/jpeg"
    assert client.get(f"{picture}x").status_code == 422
    assert signed_in(cast.chief).get(picture).status_code == 403
    assert client.post(reverse("evidence:captions", args=[material.pk]), sent).status_code == 302
    assert Piece.objects.count() == 2


def test_a_table_that_was_tampered_with_hands_nothing_in(cast: Cast) -> None:
    material, client = make_material(cast, count=3), signed_in(cast.liaison)
    address = reverse("evidence:captions", args=[material.pk])
    sent = written(table_of(cast, material), {"time": "字" * 201}, {}, {"time": "九月", "place": "柳巷"})
    for wrong in (sent, {**sent, "piece-0-time": "九月", "piece-1-kept": "made-up"}, {"event_id": new_id()}):
        assert client.post(address, wrong).status_code == 422
    assert not Piece.objects.exists()


def test_a_folder_comes_as_it_is_with_its_paths(cast: Cast) -> None:
    material, client = make_material(cast), signed_in(cast.liaison)
    address = reverse("evidence:hand_in_archive", args=[material.pk])
    for told, places in (
        (["柳巷社区/1.jpg", "东关街道/2.jpg"], ["", "", "东关街道", "柳巷社区"]),
        (["柳巷社区/1.jpg"], ["", ""]),
        ({"a": 1}, ["", ""]),
    ):
        files = [SimpleUploadedFile(f"{number}.jpg", photo(shade=number)) for number in (1, 2)]
        table = client.post(address, {"event_id": new_id(), "files": files, "paths": json.dumps(told)})
        sent = written(table)
        assert sorted(sent[f"piece-{number}-place"] for number in (0, 1)) == places[-2:]
    assert client.post(address, {"event_id": new_id()}).status_code == 422


def test_the_api_keeps_the_files_of_a_zip_and_names_each_that_lacks_something(cast: Cast) -> None:
    material, client = make_material(cast, count=3), signed_in(cast.liaison)
    root = f"/api/v1/materials/{material.pk}"
    kept = client.post(f"{root}/kept-archive", {"archive": SimpleUploadedFile("九月.zip", FOLDER)}).json()
    assert kept[0]["caption"] == {"time": "2026年9月12日上午", "place": "柳巷社区"}
    pieces = [{"token": each["token"], "caption": each["caption"]} for each in kept]

    def handed_in() -> Any:
        return client.post(f"{root}/pieces", json.dumps({"pieces": pieces}), content_type="application/json")

    refused = handed_in()
    assert refused.status_code == 422
    assert refused.json()["lines"] == {"3": "请补全“IMG_0003.jpg”的说明：时间、地点。"}
    pieces[2]["caption"] = {"time": "九月", "place": "柳巷"}
    assert handed_in().status_code == 201
    again = client.post(
        f"{root}/kept-archive", {"archive": SimpleUploadedFile("再.zip", packed(("再.jpg", photo(shade=9))))}
    )
    assert again.json()[0]["caption"] == {}
