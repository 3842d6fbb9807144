"""The PDF of a Word paper as LibreOffice prints it, on machines that have LibreOffice: made by a job, once for each
content, and kept beside the Word file like the copies of a picture."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.files import Limits, places, store
from chuangcheng.core.files.kinds import DOCX, MEGABYTE
from chuangcheng.core.jobs import JobContext, job, keep_result_file, start
from chuangcheng.core.models import Job, StoredFile

JOB = "core.office_pdf"
PROGRAM = "soffice"
SECONDS = 90.0  # for one paper; our choice
LEFT_OVER = 3600  # seconds after which a folder belongs to a worker that was killed; our choice
PREFIX = "chuangcheng-office-pdf-"
_TURN = 0.5  # seconds between two looks
_PAPERS = Limits((DOCX,), "", max_bytes=100 * MEGABYTE)


class NotPrinted(Refusal):
    """LibreOffice is not there, took too long or made nothing of the paper."""

    def __init__(self) -> None:
        super().__init__(_("没有能按模板生成PDF，请下载Word后在WPS里另存为PDF，或稍后再试。"))


def can_print() -> bool:
    """True when the machine has LibreOffice."""
    return shutil.which(PROGRAM) is not None


def kept_pdf(word: bytes) -> bytes | None:
    """The PDF of this Word paper, if it was made before."""
    with suppress(FileNotFoundError):
        return places.printed_path(sha256(word).hexdigest()).read_bytes()
    return None


def start_office_pdf(*, actor: Actor, word: bytes, name: str) -> Job:
    """Asks for the PDF of a Word paper that the actor may read. `name`: without its ending. Raises NotPrinted when the
    machine has no LibreOffice."""
    if not can_print():
        raise NotPrinted
    file = store(word, name=f"{name}.docx", limits=_PAPERS)
    return start(JOB, actor=actor, arguments={"file_id": str(file.pk), "name": name})


@job(JOB, label=gettext_lazy("按模板生成PDF"))
def make_office_pdf(context: JobContext, *, file_id: str, name: str) -> dict[str, str]:
    """The same paper is printed once."""
    file = StoredFile.objects.get(pk=UUID(file_id))
    word = places.path_of(file.sha256).read_bytes()
    content = kept_pdf(word)
    if content is None:
        content = printed(word, still=lambda: context.progress(0, 0, _("正在由LibreOffice排版")))
        places.keep_copy(content, place=places.printed_path(file.sha256))
    return keep_result_file(content, name=f"{name}.pdf")


def printed(word: bytes, *, still: Callable[[], None] = lambda: None, seconds: float = SECONDS) -> bytes:
    """The paper as LibreOffice prints it. `still` is called while it works and may raise. However it ends, no process
    and no folder stays. Raises NotPrinted."""
    _remove_left_over()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        (place / "paper.docx").write_bytes(word)
        _run(place, still, seconds)
        try:
            return (place / "paper.pdf").read_bytes()
        except FileNotFoundError as error:
            raise NotPrinted from error


def _run(folder: Path, still: Callable[[], None], seconds: float) -> None:
    program = shutil.which(PROGRAM)
    if program is None:
        raise NotPrinted
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / "paper.docx")]
    # A profile and a process group of its own: papers beside each other do not meet, and all of it ends together.
    process = subprocess.Popen(  # noqa: S603 # the command is ours, the paper was checked when its template came
        command,
        cwd=folder,
        env=_surroundings(folder),
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + seconds
    try:
        while process.poll() is None:
            if time.monotonic() > until:
                raise NotPrinted
            still()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_TURN)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _surroundings(folder: Path) -> dict[str, str]:
    """Nothing of ours is told to the program."""
    return {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}


def _remove_left_over() -> None:
    """Folders of workers that were killed in the middle."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > LEFT_OVER:
                shutil.rmtree(folder, ignore_errors=True)
