from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from chuangcheng.core import access
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.imports import kinds
from chuangcheng.core.imports.commands import import_file
from chuangcheng.core.imports.guess import guess_plans
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.run import row_kept_apart, run_import
from chuangcheng.core.models import AuditEntry, NumberSeries
from chuangcheng.core.sheets import Book, Unreadable
from chuangcheng.core.tests.imports_kit import KIND, PERMISSION, book_of

pytestmark = pytest.mark.django_db

SOUND = book_of(["编号", "名称", "分值"], ["A-1", "桌", 6], ["A-2", "椅", 3])
MIXED = book_of(["编号", "名称", "分值"], ["A-1", "桌", 6], ["A-2", "椅", "三"], ["A-3", "坏", 1])


def keep_series(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes one series a row; the rules refuse things called 坏, after they were written."""
    for row in rows:
        with row_kept_apart(row, report):
            _series, is_new = NumberSeries.objects.get_or_create(series=row.text("code"), year=2026)
            if row.text("name") == "坏":
                raise Refusal("坏的不收，请换一件。")
            report.created += is_new
            report.unchanged += not is_new


THINGS = replace(KIND, apply=keep_series)


def kept() -> list[str]:
    return list(NumberSeries.objects.order_by("series").values_list("series", flat=True))


def test_sound_rows_go_in_and_bad_ones_are_listed_in_order() -> None:
    report = run_import(THINGS, MIXED, actor=SYSTEM)
    assert kept() == ["A-1"]
    assert (report.read, report.created) == (3, 1)
    assert [(problem.row, problem.reason) for problem in report.problems] == [
        (3, "“三”不是数字，请只写数字。"),
        (4, "坏的不收，请换一件。"),
    ]


def test_the_same_file_twice_changes_nothing() -> None:
    run_import(THINGS, SOUND, actor=SYSTEM)
    report = run_import(THINGS, SOUND, actor=SYSTEM)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)


def test_an_import_leaves_one_entry_in_the_trail() -> None:
    run_import(THINGS, SOUND, actor=SYSTEM)
    entry = AuditEntry.objects.get(action="core.import")
    assert entry.detail == {"kind": "things", "read": 2, "created": 2, "updated": 0, "unchanged": 0, "problems": 0}


@pytest.mark.parametrize("book", [MIXED, book_of(["编号", "名称"], ["A-1", "桌"], ["A-3", "坏"])])
def test_strict_keeps_all_rows_out_when_one_is_bad(book: Book) -> None:
    report = run_import(THINGS, book, actor=SYSTEM, strict=True)
    assert kept() == []
    assert report.rejections
    assert (report.created, report.updated, report.unchanged) == (0, 0, 0)
    assert not AuditEntry.objects.exists()


def test_a_note_does_not_stop_a_strict_import() -> None:
    def take_with_note(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
        keep_series(rows, actor=actor, report=report)
        report.note(rows[0], "keepers", "单位“办公室”还没有登记，已按待确认处理。")

    report = run_import(replace(KIND, apply=take_with_note), SOUND, actor=SYSTEM, strict=True)
    assert (kept(), report.rejections, len(report.problems)) == (["A-1", "A-2"], [], 1)


def test_a_dry_run_tells_and_keeps_nothing() -> None:
    report = run_import(THINGS, MIXED, actor=SYSTEM, dry_run=True)
    assert (kept(), report.created, len(report.problems)) == ([], 1, 2)
    assert not AuditEntry.objects.exists()


def test_a_fault_while_writing_takes_everything_back() -> None:
    def fail_late(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
        keep_series(rows, actor=actor, report=report)
        raise InvalidInput("体系版本已锁定，请先新建版本。")

    with pytest.raises(InvalidInput):
        run_import(replace(KIND, apply=fail_late), SOUND, actor=SYSTEM)
    assert kept() == []


def test_who_may_not_import_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(access._permissions, PERMISSION, "导入物品")
    stranger = Actor(person_id=None, name="某人")
    with pytest.raises(NotPermitted):
        run_import(THINGS, SOUND, actor=stranger)
    assert (kept(), kinds.kinds_for(stranger)) == ([], [])


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setitem(access._permissions, PERMISSION, "导入物品")
    kinds.register(THINGS)


def write(folder: Path, text: str) -> Path:
    path = folder / "物品.csv"
    path.write_text(text, encoding="gb18030")
    return path


@pytest.mark.usefixtures("registered")
def test_the_command_prints_the_report_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "编号,名称,颜色\nA-1,桌,红\nA-2,,蓝\n")
    assert import_file("things", path, dry_run=False, strict=False, as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {
        "read": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "unplaced_columns": ["颜色"],
        "problems": [{"sheet": "物品", "row": 3, "column": "名称", "reason": "没有填写“名称”，请补上。"}],
    }
    assert kept() == ["A-1"]


@pytest.mark.usefixtures("registered")
def test_the_command_tells_strict_and_unreadable_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "编号,名称\nA-1,桌\nA-2,\n")
    assert import_file("things", path, dry_run=False, strict=True, as_json=False) == 1
    assert "没有填写" in capsys.readouterr().out
    assert import_file("things", tmp_path / "没有.xlsx", dry_run=False, strict=False, as_json=True) == 2
    assert import_file("things", write(tmp_path, "甲,乙\n1,2\n"), dry_run=False, strict=False, as_json=True) == 2
    assert import_file("results", tmp_path / "历轮成绩.xlsx", dry_run=False, strict=False, as_json=True) == 2
    assert capsys.readouterr().err.count("。\n") == 3
    assert kept() == []


@pytest.mark.usefixtures("registered")
def test_a_kind_is_registered_once_with_a_known_permission() -> None:
    with pytest.raises(ValueError, match="twice"):
        kinds.register(THINGS)
    with pytest.raises(access.UnknownPermission):
        kinds.register(replace(THINGS, code="others", permission="core.misspelt"))
    with pytest.raises(Refusal):
        kinds.kind_for("nothing")


def test_columns_that_do_not_fit_are_refused() -> None:
    with pytest.raises(Unreadable):
        run_import(THINGS, book_of(["编号"], ["A-1"]), actor=SYSTEM, mapping=guess_plans(THINGS, SOUND))
