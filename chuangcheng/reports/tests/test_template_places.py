"""Tags in text boxes, headers and footers are filled and checked, each told once."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml

from chuangcheng.core.documents.office_templates import example_data
from chuangcheng.core.documents.template_checks import tag_findings
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.reports.template_kinds import bulletin_tags

# As Word writes it: the box itself, then the same again for older programs.
BOX = """<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent><mc:Choice
 Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>
 </mc:AlternateContent></w:r></w:p>"""


def _template(*, box: str = "文", header: str = "", first_header: str = "") -> bytes:
    paper = docx.Document()
    paper.add_paragraph("{{ 标题 }}")
    paper.element.body.insert(0, parse_xml(BOX % (box, box)))
    section = paper.sections[0]
    section.header.paragraphs[0].text = header
    if first_header:
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = first_header
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as paper:
        parts = [name for name in paper.namelist() if re.match(r"word/(document|header\d*)\.xml", name)]
        return "".join("".join(re.findall(r"<w:t[^>]*>([^<]*)", paper.read(name).decode())) for name in parts)


def test_tags_in_text_boxes_and_headers_are_filled() -> None:
    template = _template(box="{{ 编号 }}", header="{{ 报头 }}", first_header="{{ 发文机关 }}")
    assert tag_findings(template, bulletin_tags()) == []
    text = _words(fill_word(template=template, data=example_data(bulletin_tags())))
    assert text.count("〔2026〕12号") == 2  # the box and its twin
    assert "云澜区文明城市创建通报" in text
    assert "区创城办" in text


@pytest.mark.parametrize(
    ("template", "place", "trouble"),
    [
        (_template(box="{{ 号码 }}"), "文本框", "没有叫“号码”的内容"),
        (_template(box="{{ 正文 }}"), "文本框", "不能放在页眉、页脚和文本框里"),
        (_template(header="{{ 正文 }}"), "页眉", "不能放在页眉、页脚和文本框里"),
        (_template(first_header="{{ 号码 }}"), "页眉", "没有叫“号码”的内容"),
    ],
)
def test_a_wrong_tag_there_is_told_once_with_its_place(template: bytes, place: str, trouble: str) -> None:
    (found,) = tag_findings(template, bulletin_tags())
    assert found.place.startswith(place)
    assert trouble in found.trouble
