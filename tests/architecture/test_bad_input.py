"""Hostile and broken files to every import and every field for photos: one sentence each, and nothing is changed.

The kinds of import are read from the registry, so that a new one is covered by itself.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chuangcheng.cases.testing import case_in
from chuangcheng.core.ids import new_id
from chuangcheng.core.imports import kinds
from chuangcheng.core.imports.commands import EXIT_UNREADABLE, import_file
from chuangcheng.core.sheets import limits
from chuangcheng.core.testing import photo
from chuangcheng.inspections.testing import make_field, make_round
from chuangcheng.orgs.testing import Cast, actor_of
from tests.architecture import hostile
from tests.architecture.test_permission_matrix import BACKEND

KINDS = sorted(kinds._kinds)
STAGED_ANYWAY = {
    "no known header",
    "UTF-16 without known header",
    "header only, unknown",
}  # the person may name columns
USUAL = {"severity": "normal", "source": "patrol"}
SENTENCE = re.compile(r"[^。\n]{4,160}。")
COUNTED = re.compile("有[0-9]+[处项]")
SHOWN_ERROR = re.compile(
    r'class="[^"]*(?:invalid-feedback|error|alert)[^"]*"[^>]*>(.*?)</(?:div|p|span|li|ul|section)>', re.DOTALL
)


@pytest.fixture(autouse=True)
def _smaller_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of five megabytes is too large here; the limit itself is tested where it stands."""
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 5 * 1024 * 1024)


@functools.cache
def tables() -> list[tuple[str, str, bytes]]:
    """Every bad table."""
    return list(hostile.tables())


def rows() -> dict[str, int]:
    """How many rows each table of the product has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def signed_in(person: Any) -> Client:
    """A client of this person."""
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def sentence_in(page: str) -> str:
    """What the page says was wrong with a field."""
    texts = (html.unescape(re.sub(r"<[^>]+>|\s+", "", part)) for part in SHOWN_ERROR.findall(page))
    return next((text for text in texts if text.endswith("。") and not COUNTED.match(text)), "")


def sentence_about(name: str, page: str) -> str:
    """What the page says of the file with this name."""
    text = html.unescape(re.sub(r"<[^>]+>", "\n", page))
    found = re.search(rf"[^\n。]*“{re.escape(name)}”[^\n]*。", text)
    return found[0].strip() if found else ""


@pytest.mark.parametrize("kind", KINDS)
def test_command_refuses_each_bad_table(
    kind: str, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, wrong = rows(), []
    for what, name, content in tables():
        path = tmp_path / name
        path.write_bytes(content)
        code = import_file(kind, path, dry_run=False, strict=False, as_json=False)
        said = capsys.readouterr()
        if code != EXIT_UNREADABLE or said.out or not SENTENCE.fullmatch(said.err.strip()):
            wrong.append(f"{what}: {code} {said.out[:80]}{said.err[:200]}")
    assert not wrong, "\n".join(wrong)
    assert rows() == before


@pytest.mark.parametrize("kind", KINDS)
def test_screen_refuses_each_bad_table(kind: str, cast: Cast) -> None:
    client = signed_in(next(person for person in (cast.chief, cast.admin) if _may(person, kind)))
    before, wrong = rows(), []
    for what, name, content in tables():
        if what not in STAGED_ANYWAY:
            shown = client.post(f"/imports/start/{kind}/", {"file": _file(name, content), "import_id": new_id()})
            said = sentence_in(shown.content.decode())
            if shown.status_code != 422 or not SENTENCE.fullmatch(said):
                wrong.append(f"{what}: {shown.status_code} “{said}”")
    assert not wrong, "\n".join(wrong)
    assert rows() == before


def test_api_refuses_each_bad_table(cast: Cast) -> None:
    client, before, wrong = signed_in(cast.chief), rows(), []
    for what, name, content in tables():
        if what not in STAGED_ANYWAY:
            answer = client.post("/api/v1/imports", {"file": _file(name, content), "kind": "sites"})
            if answer.status_code != 422 or not SENTENCE.fullmatch(_detail(answer)):
                wrong.append(f"{what}: {answer.status_code} {answer.content[:200]!r}")
    assert not wrong, "\n".join(wrong)
    assert rows() == before


@pytest.mark.parametrize("door", ["report", "feed_back", "case photos", "visit", "visit photos"])
def test_each_field_for_photos_refuses_each_bad_photo(door: str, cast: Cast) -> None:
    send = DOORS[door](cast)
    before, wrong = rows(), []
    for what, name, content in hostile.photos():
        answer = send(_file(name, content))
        said = _detail(answer) or sentence_about(name, answer.content.decode())
        if answer.status_code != 422 or not SENTENCE.fullmatch(said) or name not in said:
            wrong.append(f"{what}: {answer.status_code} “{said}”")
    assert not wrong, "\n".join(wrong)
    assert rows() == before
    assert send(_file("好.jpg", photo(shade=200))).status_code < 400


def _report(cast: Cast) -> Callable[[SimpleUploadedFile], Any]:
    client = signed_in(cast.inspector)
    client.get("/cases/new/")
    return lambda file: client.post(
        "/cases/new/",
        {"case_id": new_id(), "description": "满溢", "place_text": "东关路18号", **USUAL, "photos": file},
    )


def _feed_back(cast: Cast) -> Callable[[SimpleUploadedFile], Any]:
    client, case = signed_in(cast.liaison), case_in("fixing", cast)
    return lambda file: client.post(f"/cases/{case.pk}/feed_back/", {"event_id": new_id(), "after": file})


def _case_photos(cast: Cast) -> Callable[[SimpleUploadedFile], Any]:
    client = signed_in(cast.inspector)
    return lambda file: client.post("/api/v1/cases/photos", {"photos": file})


def _visit(cast: Cast) -> Callable[[SimpleUploadedFile], Any]:
    field = make_field(cast)
    found = make_round(cast, field)
    client = signed_in(cast.inspector)
    answers: dict[str, Any] = {"visit": new_id()}
    for item in field.items.values():
        answers |= {f"item-{item.pk}-answer": "pass"} if item.kind == "yes_no" else {f"item-{item.pk}-na": "on"}
    first = next(iter(field.items.values()))
    address = f"/rounds/{found.pk}/sites/{field.sites[0].pk}/visit/"
    return lambda file: client.post(address, {**answers, f"item-{first.pk}-photos": file})


def _visit_photos(cast: Cast) -> Callable[[SimpleUploadedFile], Any]:
    client = signed_in(cast.inspector)
    return lambda file: client.post("/api/v1/visits/photos", {"photos": file})


DOORS: dict[str, Callable[[Cast], Callable[[SimpleUploadedFile], Any]]] = {
    "report": _report,
    "feed_back": _feed_back,
    "case photos": _case_photos,
    "visit": _visit,
    "visit photos": _visit_photos,
}


def _may(person: Any, kind: str) -> bool:
    return actor_of(person).may(kinds.kind_for(kind).permission)


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _detail(answer: Any) -> str:
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    return str(answer.json().get("detail", "")) if is_json else ""


def test_a_number_larger_than_any_record_names_nothing(cast: Cast) -> None:
    client, huge = signed_in(cast.chief), 10**20
    filters = [f"/tasks/?unit={huge}", f"/tasks/sheet/?standard={huge}", f"/tasks/export.xlsx?unit={huge}"]
    filters += [f"/materials/?unit={huge}", f"/materials/export.xlsx?standard={huge}"]
    filters += [f"/cases/?leader={huge}", f"/patrols/?person={huge}"]
    papers = [
        f"/tasks/duties/{of}/{huge}/{form}" for of in ("units", "leaders") for form in ("", "list.xlsx", "list.pdf")
    ]
    answers = {address: client.get(address).status_code for address in (*filters, *papers)}
    assert answers == dict.fromkeys(filters, 200) | dict.fromkeys(papers, 404)
    assert client.get(f"/rounds/of-unit/{huge}/").status_code == 404
