"""What the text of a file is, and what hostile files do to those who read them: nothing."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from chuangcheng.core.documents import text as reading
from chuangcheng.core.documents.paper import PageBreak, Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.text import FileText, Outcome, text_of
from chuangcheng.core.documents.text_lines import joined_lines
from chuangcheng.core.files import kinds
from chuangcheng.core.files.kinds import Kind
from chuangcheng.core.testing import photo
from chuangcheng.core.tests.test_sheets import make_workbook

SENTENCE = "各单位要于9月30日前完成背街小巷整治。"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(content: bytes, kind: Kind, folder: Path) -> FileText:
    path = folder / "file"
    path.write_bytes(content)
    return text_of(path, media_type=kind.media_type)


def make_pdf(*objects: str | bytes) -> bytes:
    """A PDF of these objects, the first one its catalogue."""
    made = io.BytesIO(b"%PDF-1.7\n")
    made.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(made.tell())
        made.write(f"{number} 0 obj\n".encode() + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n")
    table = made.tell()
    made.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    made.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    made.write(f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode())
    return made.getvalue()


def make_stream(content: bytes, *, entries: str = "") -> bytes:
    packed = zlib.compress(content, 9)
    return f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>\nstream\n".encode() + packed + b"\nendstream"


def make_zip(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def make_word(body: str, *, before: str = "") -> bytes:
    xml = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


ONE_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
CATALOG, ONE_KID = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"


# What is read


def test_pdf_gives_its_pages(tmp_path: Path) -> None:
    made = write_pdf(Paper(title="通知", blocks=[Paragraph(SENTENCE), PageBreak(), Paragraph("附件名单")]))
    found = read(made, kinds.PDF, tmp_path)
    assert (found.outcome, found.page_count) == (Outcome.READ, 2)
    assert SENTENCE in found.pages[0]
    assert "附件名单" in found.pages[1]


def test_pdf_that_only_its_owner_may_change_is_read(tmp_path: Path) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(write_pdf(Paper(title="通知", blocks=[Paragraph(SENTENCE)])))))
    writer.encrypt(user_password="", owner_password="owner", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    assert SENTENCE in read(made.getvalue(), kinds.PDF, tmp_path).text


def test_word_gives_what_is_seen(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "碧桂街道"
    made = io.BytesIO()
    document.save(made)
    found = read(made.getvalue(), kinds.DOCX, tmp_path)
    assert found.outcome == Outcome.READ
    assert found.text.split("\n")[0] == SENTENCE
    assert "碧桂街道" in found.text


def test_word_leaves_out_what_was_deleted_and_fields(tmp_path: Path) -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>"
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>"
    )
    assert read(make_word(body), kinds.DOCX, tmp_path).text == "甲\t乙"


def test_fixed_document_gives_lines_by_height(tmp_path: Path) -> None:
    page = (
        '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
        '<ofd:TextObject Boundary="10 20 5 5"><ofd:TextCode X="0" Y="0">请于</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Boundary="15 20 5 5"><ofd:TextCode X="0" Y="0">9月30日前</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Boundary="10 30 5 5"><ofd:TextCode X="0" Y="0">完成</ofd:TextCode></ofd:TextObject>'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )
    parts = {"OFD.xml": "<OFD/>"} | {f"Doc_0/Pages/Page_{number}/Content.xml": page for number in (0, 1, 10)}
    found = read(make_zip(parts), kinds.OFD, tmp_path)
    assert found.pages == ("请于9月30日前\n完成",) * 3


def test_open_document_and_slides_are_read(tmp_path: Path) -> None:
    open_text = (
        '<o xmlns:t="urn:t"><t:h>标题</t:h><t:p>甲<t:s/>乙<t:annotation><t:p>批注</t:p></t:annotation></t:p></o>'
    )
    assert read(make_zip({"content.xml": open_text}), kinds.ODT, tmp_path).text == "标题\n甲 乙"
    slides = {f"ppt/slides/slide{n}.xml": f'<s xmlns:a="urn:a"><a:p><a:t>第{n}张</a:t></a:p></s>' for n in (1, 2, 10)}
    assert read(make_zip(slides), kinds.PPTX, tmp_path).pages == ("第1张", "第2张", "第10张")


def test_workbook_and_plain_text_are_read(tmp_path: Path) -> None:
    assert (
        read(make_workbook([["单位", "数量"], ["碧桂街道", 3]]), kinds.XLSX, tmp_path).text == "单位\t数量\n碧桂街道\t3"
    )
    assert read(SENTENCE.encode("gb18030"), kinds.CSV, tmp_path).text == SENTENCE


@pytest.mark.parametrize(
    ("kind", "outcome", "sentence"),
    [
        (kinds.DOC, Outcome.OLD, "另存为docx"),
        (kinds.JPEG, Outcome.NO_TEXT, "扫描件或图片"),
        (kinds.ZIP, Outcome.OTHER, "不能检索"),
    ],
)
def test_kinds_without_text_say_so(kind: Kind, outcome: Outcome, sentence: str, tmp_path: Path) -> None:
    found = read(b"anything", kind, tmp_path)
    assert (found.outcome, found.text) == (outcome, "")
    assert sentence in found.sentence


def test_scan_says_that_it_has_no_text(tmp_path: Path) -> None:
    picture = photo()
    told = "/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    shown = f"<</Type/XObject{told}/Length {len(picture)}>>\nstream\n".encode() + picture + b"\nendstream"
    page = ONE_PAGE.replace(">>", "/Resources<</XObject<</I 5 0 R>>>>>>")
    made = make_pdf(CATALOG, ONE_KID, page, make_stream(b"q 9 0 0 9 0 0 cm /I Do Q"), shown)
    found = read(made, kinds.PDF, tmp_path)
    assert (found.outcome, found.page_count) == (Outcome.NO_TEXT, 1)


def test_lines_of_a_paragraph_are_joined() -> None:
    page = "关于开展整治的通知\n各街道要高度重视，认真组织排查，把各项任务落到\n实处，确保按期完成。\n一、总体要求"
    assert joined_lines(page).splitlines() == [
        "关于开展整治的通知",
        "各街道要高度重视，认真组织排查，把各项任务落到实处，确保按期完成。",
        "一、总体要求",
    ]
    assert joined_lines("文 明 城 市 2026 年 civil city") == "文明城市2026年civil city"


# What is hostile


def test_locked_pdf_says_so(tmp_path: Path) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(write_pdf(Paper(title="通知", blocks=[Paragraph(SENTENCE)])))))
    writer.encrypt(user_password="secret", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    assert read(made.getvalue(), kinds.PDF, tmp_path).outcome == Outcome.LOCKED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
        make_pdf(CATALOG, "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        make_pdf("<</Type/Catalog/Pages 1 0 R>>"),
        make_pdf("<</Type/Catalog/Pages 9 0 R>>"),
        b"%PDF-1.7\n" + b"[" * 200_000,
        b"%PDF-1.7\n1 0 obj\n" + b"<</A" * 100_000,
    ],
)
def test_broken_pdf_is_told_as_broken(content: bytes, tmp_path: Path) -> None:
    found = read(content, kinds.PDF, tmp_path)
    assert found.outcome in {Outcome.BROKEN, Outcome.NO_TEXT, Outcome.TOO_MUCH}
    assert found.text == ""


def test_stream_that_swells_ends_only_its_reader(tmp_path: Path) -> None:
    made = make_pdf(CATALOG, ONE_KID, ONE_PAGE, make_stream(b"BT (a) Tj ET " * 8_000_000))
    assert read(made, kinds.PDF, tmp_path).outcome in {Outcome.TOO_MUCH, Outcome.NO_TEXT}


def test_page_tree_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.LIMITS, "READING_SECONDS", 2)
    levels = [f"<</Type/Pages/Kids[{f'{number + 1} 0 R ' * 10}]/Count 10>>" for number in range(2, 22)]
    made = make_pdf(CATALOG, *levels, "<</Type/Page/MediaBox[0 0 9 9]>>")
    started = time.monotonic()
    assert read(made, kinds.PDF, tmp_path).outcome in {Outcome.TOO_MUCH, Outcome.BROKEN}
    assert time.monotonic() - started < 30


def test_form_that_draws_itself_leaves_the_other_pages(tmp_path: Path) -> None:
    again = make_stream(b"/F Do " * 50, entries="/Type/XObject/Subtype/Form/Resources<</XObject<</F 5 0 R>>>>")
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
    made = make_pdf(CATALOG, ONE_KID, page, make_stream(b"/F Do"), again)
    assert read(made, kinds.PDF, tmp_path).text == ""


def test_what_was_read_before_the_time_was_up_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.LIMITS, "READING_SECONDS", 2)
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents {} 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    slow = make_stream(b"BT /F 9 Tf " + b"(a) Tj 1 0 0 1 0 9 Tm " * 3_000_000 + b"ET")
    made = make_pdf(
        CATALOG,
        "<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>",
        page.format(4),
        make_stream(b"BT /F 9 Tf (first page) Tj ET"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        slow,
        page.format(6),
    )
    found = read(made, kinds.PDF, tmp_path)
    assert (found.outcome, found.text) == (Outcome.CUT, "first page")


def test_only_so_many_pages_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.LIMITS, "MAX_PAGES", 2)
    made = write_pdf(
        Paper(title="通知", blocks=[Paragraph("一"), PageBreak(), Paragraph("二"), PageBreak(), Paragraph("三")])
    )
    found = read(made, kinds.PDF, tmp_path)
    assert (found.outcome, len(found.pages), found.page_count) == (Outcome.CUT, 2, 3)


def test_only_so_many_letters_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.LIMITS, "MAX_CHARACTERS", 100)
    found = read(make_word(word_paragraph("长" * 5000)), kinds.DOCX, tmp_path)
    assert (found.outcome, found.text) == (Outcome.CUT, "长" * 100)


ENTITIES = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"
OUTSIDE = '<!DOCTYPE d [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [ENTITIES, OUTSIDE])
def test_word_with_entities_is_not_read(declared: str, tmp_path: Path) -> None:
    found = read(make_word(word_paragraph("&c;"), before=declared), kinds.DOCX, tmp_path)
    assert (found.outcome, found.text) == (Outcome.BROKEN, "")


def test_part_that_swells_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.LIMITS, "MAX_UNPACKED_BYTES", 1_000_000)
    made = make_word(word_paragraph(SENTENCE) + "<w:x/>" * 2_000_000)
    assert read(made, kinds.DOCX, tmp_path).outcome == Outcome.TOO_MUCH


def test_elements_as_deep_as_the_sea_do_not_break_the_reader(tmp_path: Path) -> None:
    deep = "<w:x>" * 300_000 + word_paragraph(SENTENCE) + "</w:x>" * 300_000
    assert read(make_word(deep), kinds.DOCX, tmp_path).text in {SENTENCE, ""}


def test_zip_that_lies_about_its_parts_is_broken(tmp_path: Path) -> None:
    made = make_word(word_paragraph(SENTENCE)).replace(b"PK\x03\x04", b"PK\x03\x05")
    assert read(made, kinds.DOCX, tmp_path).outcome == Outcome.BROKEN
    assert read(make_zip({"nothing": "x"}), kinds.DOCX, tmp_path).outcome == Outcome.BROKEN


def test_nul_and_hidden_characters_are_left_out(tmp_path: Path) -> None:
    made = read("请于\u202e9月\u200b30日\ufeff前".encode(), kinds.CSV, tmp_path)
    assert made.text == "请于9月30日前"
