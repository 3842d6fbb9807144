"""Word papers from a template that the office edits in WPS or Word, with `{{ 名称 }}` and the tags of docxtpl in it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chuangcheng.core.documents.paper import Blocks, Picture
from chuangcheng.core.documents.plain_pictures import plain_picture
from chuangcheng.core.documents.values import written
from chuangcheng.core.documents.word import add_blocks
from chuangcheng.core.errors import InvalidInput

PICTURE_WIDTH = Mm(70)
_MARK = "\ue000"  # of private use; taken out of every text


class TemplateBroken(InvalidInput):
    """The office's template cannot be filled."""


def fill_word(*, template: Path | bytes, data: Mapping[str, Any]) -> bytes:
    """The template with `data` in its places, as a docx file.

    `data`: texts, numbers, dates, lists and mappings of them, and `Picture`, which is set 70 mm wide. A line break in a
    text stays one. `Blocks` take the place of the paragraph in which their tag stands alone.
    Raises TemplateBroken when it is no docx file, a tag is wrong or names what is not in `data`.
    """
    source = io.BytesIO(template) if isinstance(template, bytes) else template
    try:
        document = DocxTemplate(source)
        document.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise TemplateBroken(_("模板不是有效的 docx 文件，请在 WPS 或 Word 中另存为 docx 后重新上传。")) from error
    places: dict[str, Blocks] = {}
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document.render(_filled(data, document, places), environment, autoescape=True)
    except UndefinedError as error:
        raise TemplateBroken(
            _("模板中用到了没有的内容（%(reason)s），请对照模板说明改正。") % {"reason": error.message}
        ) from error
    except (TemplateError, SyntaxError, ArithmeticError, TypeError, ValueError, LookupError) as error:
        raise TemplateBroken(_("模板中的标记写错了（%(reason)s），请对照模板说明改正。") % {"reason": error}) from error
    _set_blocks(document, places)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_blocks(document: DocxTemplate, places: Mapping[str, Blocks]) -> None:
    """Puts the blocks where their marks stand, and takes the paragraphs of the marks away."""
    word, body = document.docx, document.docx.element.body
    for paragraph in list(body.iter(qn("w:p"))):
        text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        if _MARK not in text:
            continue
        blocks = places.get(text.strip())
        if blocks is None:
            raise TemplateBroken(_("模板中表格、图片、成段文字的标记要单独成段，前后不要有别的字，请改正。"))
        there = len(body)
        add_blocks(word, blocks.blocks)
        for made in list(body)[there - 1 : -1]:  # what came before the section's own properties
            paragraph.addprevious(made)
        parent = paragraph.getparent()
        if parent.tag != qn("w:tc"):
            parent.remove(paragraph)
        else:  # a cell ends with a paragraph
            for run in paragraph.findall(qn("w:r")):
                paragraph.remove(run)
    heads = [part for section in word.sections for part in (section.header, section.footer)]
    if any(_MARK in "".join(part._element.itertext()) for part in heads):
        raise TemplateBroken(_("模板中表格、图片、成段文字的标记不能放在页眉页脚里，请移到正文。"))


def _filled(value: Any, document: DocxTemplate, places: dict[str, Blocks]) -> Any:
    """The value as the template takes it: texts as a paper shows them, pictures set in, marks for blocks."""
    if isinstance(value, Blocks):
        mark = f"{_MARK}{len(places)}{_MARK}"
        places[mark] = value
        return mark
    if isinstance(value, Mapping):
        return {str(key): _filled(inner, document, places) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_filled(inner, document, places) for inner in value]
    if isinstance(value, Picture):
        return InlineImage(document, io.BytesIO(plain_picture(value.content)), width=PICTURE_WIDTH)
    return value if isinstance(value, bool | int | float) else written(value).replace(_MARK, "")
