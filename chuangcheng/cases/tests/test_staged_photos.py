"""Photos that come with a ledger on screen and through the API: a zip beside it, pictures in the cells of it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.cases.tests.test_ledger_photos import LEDGER
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StagedImport, StoredFile
from chuangcheng.core.testing import photo, run_all_jobs
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db
HEADER = ("序号", "发现时间", "问题描述", "点位", "责任单位", "完成时间", "是否销号", "整改前", "整改后")
ROWS = (
    ("1", "2026-03-01", "井盖缺失", "甲路", "区环卫中心", "2026-03-02", "√"),
    ("2", "2026-03-02", "垃圾满溢", "乙路", "区环卫中心", "", ""),
)


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chief)
    return client


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def upload(client: Client, content: bytes, name: str, photos: bytes | None) -> Any:
    data: dict[str, Any] = {"file": SimpleUploadedFile(name, content), "import_id": new_id()}
    if photos is not None:
        data["photos"] = SimpleUploadedFile("照片.zip", photos)
    return client.post(reverse("imports:start", args=["cases"]), data)


def go_in(client: Client) -> dict[str, Any]:
    """Settles the columns as guessed, lets the worker look, commits, lets it work; gives the report."""
    staged = StagedImport.objects.get()
    address = f"/api/v1/imports/{staged.pk}"
    client.put(f"{address}/columns", json.dumps(staged.mapping), content_type="application/json")
    run_all_jobs()
    staged.refresh_from_db()
    assert (CasePhoto.objects.count(), staged.job_id is not None) == (0, True)
    trial = staged.preview["report"]
    client.post(f"{address}/commit", "{}", content_type="application/json")
    run_all_jobs()
    staged.refresh_from_db()
    assert (staged.state, staged.report["photos"]) == ("done", trial["photos"])
    return dict(staged.report)


def shown() -> list[tuple[str, list[str]]]:
    cases = Case.objects.order_by("reported_at")
    return [(case.place_text, sorted(case.photos.values_list("moment", flat=True))) for case in cases]


def test_a_zip_goes_in_with_its_ledger_behind_the_page(chief: Client) -> None:
    names = {"1.jpg": photo(shade=1), "1_整改后.jpg": photo(shade=2), "双.jpg": photo(shade=3), "2.jpg": b"MZ"}
    response = upload(chief, LEDGER.encode(), "台账.csv", zipped(names))
    assert response.status_code == 302
    report = go_in(chief)
    assert (report["created"], report["photos"]) == (3, 2)
    assert shown()[0] == ("甲路", ["after", "before"])
    reasons = "".join(problem["reason"] for problem in report["problems"])
    assert ("“双.jpg”没有对应的行" in reasons, "照片“2.jpg”没有采用" in reasons) == (True, True)
    page = chief.get(reverse("imports:done", args=[StagedImport.objects.get().pk])).content.decode()
    assert '照片</span><span class="figure-value">2' in page


def add(client: Client, photos: bytes) -> Any:
    address = reverse("imports:photos", args=[StagedImport.objects.get().pk])
    return client.post(address, {"photos": SimpleUploadedFile("照片.zip", photos)})


def test_a_zip_comes_to_a_ledger_that_waits(chief: Client) -> None:
    upload(chief, LEDGER.encode(), "台账.csv", None)
    staged = StagedImport.objects.get()
    mapping, photos = (reverse(f"imports:{step}", args=[staged.pk]) for step in ("mapping", "photos"))
    assert photos in chief.get(mapping).content.decode()
    assert "照片压缩包" in chief.get(photos).content.decode()
    assert add(chief, zipped({"1.jpg": photo(shade=1)}))["Location"] == mapping
    report = go_in(chief)
    assert (report["created"], report["photos"], shown()[0]) == (3, 1, ("甲路", ["before"]))
    assert add(chief, zipped({"2.jpg": photo(shade=2)}))["Location"] == reverse("imports:done", args=[staged.pk])
    assert CasePhoto.objects.count() == 1


def test_a_zip_after_the_preview_is_looked_at_anew_and_takes_the_place_of_the_first(chief: Client) -> None:
    upload(chief, LEDGER.encode(), "台账.csv", None)
    staged = StagedImport.objects.get()
    address = f"/api/v1/imports/{staged.pk}"
    seen = chief.put(f"{address}/columns", json.dumps(staged.mapping), content_type="application/json").json()
    assert "photos" not in seen["preview"]["report"]
    assert add(chief, zipped({"9.jpg": photo(shade=9)}))["Location"] == reverse("imports:preview", args=[staged.pk])
    again = chief.post(
        f"{address}/photos", {"photos": SimpleUploadedFile("照片.zip", zipped({"1.jpg": photo(shade=1)}))}
    )
    assert (again.status_code, again.json()["preview"], again.json()["job_id"] is not None) == (200, {}, True)
    run_all_jobs()
    assert StagedImport.objects.get().preview["report"]["photos"] == 1
    page = chief.get(reverse("imports:preview", args=[staged.pk])).content.decode()
    assert ("更换照片压缩包" in page, "9.jpg" in page) == (True, False)


def test_only_whose_import_it_is_adds_photos_and_only_a_zip(client: Client, chief: Client, cast: Cast) -> None:
    upload(chief, LEDGER.encode(), "台账.csv", None)
    refused = add(chief, b"MZ no zip")
    assert (refused.status_code, "“照片.zip”" in refused.content.decode()) == (422, True)
    assert StagedImport.objects.get().photos is None
    client.force_login(cast.inspector)
    assert add(client, zipped({"1.jpg": photo(shade=1)})).status_code in {403, 404}
    assert StagedImport.objects.get().photos is None


def test_a_trial_keeps_no_file(chief: Client) -> None:
    upload(chief, LEDGER.encode(), "台账.csv", zipped({"1.jpg": photo(shade=1)}))
    before = StoredFile.objects.count()
    staged = StagedImport.objects.get()
    address = f"/api/v1/imports/{staged.pk}/columns"
    chief.put(address, json.dumps(staged.mapping), content_type="application/json")
    run_all_jobs()
    assert (StoredFile.objects.count(), StagedImport.objects.get().preview["report"]["photos"]) == (before, 1)


@pytest.mark.parametrize(
    ("photos", "sentence"),
    [
        (b"MZ no zip", "“照片.zip”"),
        (zipped({"1.jpg": b"\0" * 20_000_000}), "过大"),
        (b"PK\x03\x04 cut off", "“照片.zip”"),
    ],
)
def test_a_hostile_zip_is_one_sentence_and_nothing_is_staged(chief: Client, photos: bytes, sentence: str) -> None:
    response = upload(chief, LEDGER.encode(), "台账.csv", photos)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    data = {"file": SimpleUploadedFile("台账.csv", LEDGER.encode()), "kind": "cases"}
    answer = chief.post("/api/v1/imports", data | {"photos": SimpleUploadedFile("照片.zip", photos)})
    assert (answer.status_code, answer.json()["detail"][-1]) == (422, "。")
    assert not StagedImport.objects.exists()


def test_a_kind_without_photos_neither_offers_nor_takes_them(chief: Client) -> None:
    assert 'name="photos"' in chief.get(reverse("imports:start", args=["cases"])).content.decode()
    assert 'name="photos"' not in chief.get(reverse("imports:start", args=["sites"])).content.decode()
    data = {"file": SimpleUploadedFile("a.csv", LEDGER.encode()), "kind": "sites"}
    answer = chief.post("/api/v1/imports", data | {"photos": SimpleUploadedFile("a.zip", zipped({"1.jpg": b"x"}))})
    assert (answer.status_code, "不带照片" in answer.json()["detail"]) == (422, True)


def with_drawings() -> bytes:
    """A ledger as Excel keeps it: pictures anchored to cells, one above the table that belongs to no row."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("问题台账")
    for at, row in enumerate(((), HEADER, *ROWS)):
        sheet.write_row(at, 0, row)
    for place, shade in (("H3", 1), ("I3", 2), ("H4", 3), ("A1", 4)):
        sheet.insert_image(place, f"{shade}.jpg", {"image_data": io.BytesIO(photo(shade=shade))})
    book.close()
    return stream.getvalue()


PICTURES = (
    '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" '
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><etc:cellImage>'
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ID_A1"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/>'
    "</xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>"
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="image" Target="media/image1.jpeg"/></Relationships>'
)


def in_cells() -> bytes:
    """The same as WPS keeps it: DISPIMG in the cell, the pictures in a part of their own."""
    stream, made = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("问题台账")
    for at, row in enumerate((HEADER, *ROWS)):
        sheet.write_row(at, 0, row)
    sheet.write_formula("I2", '=_xlfn.DISPIMG("ID_A1",1)', None, '=DISPIMG("ID_A1",1)')
    book.close()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/cellimages.xml", PICTURES)
        new.writestr("xl/_rels/cellimages.xml.rels", LINKS)
        new.writestr("xl/media/image1.jpeg", photo(shade=5))
    return stream.getvalue()


def test_pictures_in_the_sheet_are_the_photos_of_their_rows(chief: Client) -> None:
    upload(chief, with_drawings(), "台账.xlsx", None)
    report = go_in(chief)
    assert (report["photos"], shown()) == (3, [("甲路", ["after", "before"]), ("乙路", ["before"])])


def test_pictures_in_cells_of_wps_are_the_photos_of_their_rows(chief: Client) -> None:
    upload(chief, in_cells(), "台账.xlsx", None)
    report = go_in(chief)
    assert (report["photos"], shown()) == (1, [("甲路", ["after"]), ("乙路", [])])


def test_pictures_that_cannot_be_read_are_told_and_the_rows_go_in(chief: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(with_drawings())) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    upload(chief, zipped(parts | {"xl/drawings/drawing1.xml": b"<cut off"}), "台账.xlsx", None)
    report = go_in(chief)
    assert (report["photos"], shown()) == (0, [("甲路", []), ("乙路", [])])
    assert "表格里的图片读不出来，没有采用" in "".join(problem["reason"] for problem in report["problems"])
