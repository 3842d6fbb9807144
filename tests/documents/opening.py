"""Papers made, opened by LibreOffice and read back: what a test of documents is made of."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECONDS = 100  # for LibreOffice to start and convert all
A4, A3 = {(595, 842), (842, 595)}, {(842, 1191), (1191, 842)}  # points, upright and across


@dataclass(frozen=True)
class Expected:
    """A paper, what must be read in it, and how many pages it may have."""

    name: str
    write: Callable[[], bytes]
    texts: tuple[str, ...]
    pages: tuple[int, int]


def check_papers(folder: Path, papers: Iterable[Expected]) -> dict[str, str]:
    """Writes and opens the papers, and checks each; gives the text of each, its spaces left out."""
    made = list(papers)
    for paper in made:
        (folder / paper.name).write_bytes(paper.write())
    said = converted(folder, [folder / paper.name for paper in made if not paper.name.endswith(".pdf")])
    assert not re.search(r"error|warn|repair|corrupt", said, re.IGNORECASE), said
    return {paper.name: _checked(folder, paper) for paper in made}


def _checked(folder: Path, paper: Expected) -> str:
    printed = (folder / paper.name).with_suffix(".pdf")
    assert printed.exists(), paper.name
    told = re.sub(r"\s", "", output_of(["pdftotext", "-layout", str(printed), "-"]))
    for text in paper.texts:
        assert text in told, (paper.name, text)
    pages, sizes = pages_of(printed)
    assert paper.pages[0] <= pages <= paper.pages[1], (paper.name, pages)
    assert sizes <= (A4 | A3 if paper.name.endswith(".xlsx") else A4), (paper.name, sizes)
    return told


def fetch(person: Any, address: str) -> bytes:
    """What a page or the API gives out to the person."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def converted(folder: Path, papers: list[Path]) -> str:
    """Makes a PDF of each paper; gives what LibreOffice said."""
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    shutil.rmtree(folder / "profile", ignore_errors=True)
    return "\n".join(line for line in done.stderr.splitlines() if "javaldx" not in line)


def pages_of(paper: Path) -> tuple[int, set[tuple[int, int]]]:
    """How many pages, and their sizes in points."""
    told = output_of(["pdfinfo", "-l", "-1", str(paper)])
    sizes = {(round(float(w)), round(float(h))) for w, h in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", told)}
    match = re.search(r"Pages:\s+(\d+)", told)
    assert match is not None
    return int(match[1]), sizes


def output_of(command: list[str]) -> str:
    """What the command said."""
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True).stdout
