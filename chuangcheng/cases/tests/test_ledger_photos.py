"""Photos in a zip beside a ledger: found by number, code and name; hostile archives refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports import archives
from chuangcheng.core.imports.archives import PhotoArchive
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import Unreadable, read_book
from chuangcheng.core.testing import photo
from chuangcheng.orgs.testing import Cast

LEDGER = (
    "序号,问题编号,发现时间,问题描述,点位,责任单位,完成时间,是否销号,整改后照片\n"
    "1,YX-0006,2026-03-01,井盖缺失,甲路,区环卫中心,2026-03-02,√,\n"
    "2,YX-0007,2026-03-02,垃圾满溢,乙路,区环卫中心,,,\n"
    "12,YX-0008,2026-03-03,广告破损,丙路,区环卫中心,2026-03-04,√,丙路改好.jpg\n"
)


def packed(path: Path, names: dict[str, bytes]) -> Path:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in names.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    file = path / "照片.zip"
    file.write_bytes(stream.getvalue())
    return file


def take(path: Path) -> Report:
    with PhotoArchive(path) as archive:
        book = read_book(LEDGER.encode(), name="台账.csv")
        return run_import(kind_for("cases"), book, actor=SYSTEM, photos=[archive])


def shown() -> dict[str, list[str]]:
    return {
        case.source_label: sorted(str(each.moment) for each in CasePhoto.objects.filter(case=case))
        for case in Case.objects.order_by("reported_at")
    }


@pytest.mark.django_db
def test_photos_find_their_rows_by_number_code_folder_and_name(cast: Cast, tmp_path: Path) -> None:
    names = ["1.jpg", "1-2.jpg", "1_整改后.jpg", "YX-0007(2).jpg", "整改后/YX-0008.jpg", "丙路改好.jpg", "第12号.jpg"]
    file = packed(tmp_path, {name: photo(shade=at + 1) for at, name in enumerate(names)} | {"99.jpg": photo(shade=90)})
    report = take(file)
    assert report.photos == 7
    assert shown() == {
        "YX-0006": ["after", "before", "before"],
        "YX-0007": ["before"],
        "YX-0008": ["after", "after", "before"],
    }
    assert "“99.jpg”没有对应的行" in "".join(map(str, report.problems))
    assert take(file).photos == 0  # the same again
    assert CasePhoto.objects.count() == 7


@pytest.mark.django_db
def test_what_is_no_photo_is_listed_and_the_others_go_in(cast: Cast, tmp_path: Path) -> None:
    names = {"1.jpg": b"MZ no photo", "../../2.jpg": photo(shade=3), "12.txt": b"text", "__MACOSX/1.jpg": b"x"}
    report = take(packed(tmp_path, names))
    assert report.photos == 1
    assert shown()["YX-0007"] == ["before"]
    assert "照片“1.jpg”没有采用" in "".join(map(str, report.problems))
    assert not list(tmp_path.parent.glob("2.jpg"))


def test_hostile_archives_are_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(Unreadable, match="重新压缩"):
        PhotoArchive(tmp_path / "no.zip")
    with pytest.raises(Unreadable, match="打不开"):
        PhotoArchive(tmp_path / "absent.zip")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.jpg", b"\0" * 20_000_000)
    with pytest.raises(Unreadable, match="过大"):
        PhotoArchive(tmp_path / "bomb.zip")
    monkeypatch.setattr(archives, "MOST_FILES", 1)
    with pytest.raises(Unreadable, match="文件过多"):
        PhotoArchive(packed(tmp_path, {"1.jpg": b"", "2.jpg": b""}))


def test_names_of_chinese_windows_are_read(tmp_path: Path) -> None:
    file = packed(tmp_path, {"aaaaaaaa.jpg": b"x"})
    file.write_bytes(file.read_bytes().replace(b"aaaaaaaa", "整改后1".encode("gb18030") + b"_"))
    with PhotoArchive(file) as archive:
        assert [each.name for each in archive] == ["整改后1_.jpg"]
