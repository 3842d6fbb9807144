"""The PDF of a Word paper by LibreOffice, here a small program that stands in for it."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from chuangcheng.core.documents import office_pdf
from chuangcheng.core.documents.office_pdf import NotPrinted, can_print, kept_pdf, printed, start_office_pdf
from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.jobs.context import Cancelled
from chuangcheng.core.models import Job
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.orgs.testing import Cast, actor_of

# The last word is the paper; it is called beside it with another ending.
WRITES = 'for last; do :; done\nprintf "%%PDF-1.4 %s" "$(wc -c < "$last")" > "${last%.docx}.pdf"'
HANGS = "sleep 600 & echo $! > {pid}\nwait"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the stand-in lies; papers are printed in a folder of this test."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return tmp_path / office_pdf.PROGRAM


def _program(place: Path, lines: str) -> None:
    place.write_text(f"#!/bin/sh\n{lines}\n")
    place.chmod(0o755)


def _left_over(place: Path) -> list[Path]:
    return list((place.parent / "temporary").glob(f"{office_pdf.PREFIX}*"))


def _ends(pid: int) -> bool:
    """Whether the process is gone soon: what was killed is still listed until the system has looked at it."""
    for _turn in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in {"Z", "X"}:
            return True
        time.sleep(0.05)
    return False


def test_a_paper_is_printed_once_and_kept(office: Path, cast: Cast) -> None:
    _program(office, WRITES)
    word, actor = write_word(Paper("题", [Paragraph("文")])), actor_of(cast.chief)
    assert kept_pdf(word) is None
    start_office_pdf(actor=actor, word=word, name="通报")
    run_all_jobs()
    assert kept_pdf(word) == f"%PDF-1.4 {len(word)}".encode()
    _program(office, "exit 1")
    again = start_office_pdf(actor=actor, word=word, name="通报")
    run_all_jobs()
    again.refresh_from_db()
    assert (again.state, again.result["label"]) == (Job.State.DONE, "下载")
    assert _left_over(office) == []


@pytest.mark.parametrize("lines", ["exit 1", "exit 0"])
def test_a_paper_that_cannot_be_printed_is_told_in_a_sentence(office: Path, cast: Cast, lines: str) -> None:
    _program(office, lines)
    job = start_office_pdf(actor=actor_of(cast.chief), word=write_word(Paper("题", [])), name="通报")
    run_all_jobs()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "在WPS里另存为PDF" in str(job.message)


def test_what_takes_too_long_or_is_stopped_leaves_no_process_and_no_folder(office: Path) -> None:
    noted = office.parent / "pid"
    _program(office, HANGS.format(pid=noted))
    with pytest.raises(NotPrinted):
        printed(b"x", seconds=0.3)
    assert _ends(int(noted.read_text()))

    def stopped() -> None:
        if noted.exists() and noted.read_text():
            raise Cancelled

    noted.unlink()
    with pytest.raises(Cancelled):
        printed(b"x", still=stopped)
    assert _ends(int(noted.read_text()))
    assert _left_over(office) == []


def test_a_folder_of_a_killed_worker_is_removed_by_the_next(office: Path) -> None:
    old = office.parent / "temporary" / f"{office_pdf.PREFIX}old"
    old.mkdir()
    os.utime(old, (0, 0))
    _program(office, WRITES)
    assert printed(b"x").startswith(b"%PDF")
    assert not old.exists()


def test_without_the_program_nothing_is_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cast: Cast) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not can_print()
    with pytest.raises(NotPrinted):
        start_office_pdf(actor=actor_of(cast.chief), word=b"x", name="a")
    with pytest.raises(NotPrinted):
        printed(b"x")
