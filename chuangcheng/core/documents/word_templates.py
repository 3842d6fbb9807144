"""Word papers from a template that the office edits in WPS or Word, with `{{ 名称 }}` and the tags of docxtpl in it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chuangcheng.core.documents.paper import Picture
from chuangcheng.core.documents.plain_pictures import plain_picture
from chuangcheng.core.documents.values import written
from chuangcheng.core.errors import InvalidInput

PICTURE_WIDTH = Mm(70)


class TemplateBroken(InvalidInput):
    """The office's template cannot be filled."""


def fill_word(*, template: Path | bytes, data: Mapping[str, Any]) -> bytes:
    """The template with `data` in its places, as a docx file.

    `data`: texts, numbers, dates, lists and mappings of them, and `Picture`, which is set 70 mm wide. A line break in a
    text stays one. Raises TemplateBroken when it is no docx file, a tag is wrong or names what is not in `data`.
    """
    source = io.BytesIO(template) if isinstance(template, bytes) else template
    try:
        document = DocxTemplate(source)
        document.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise TemplateBroken(_("模板不是有效的 docx 文件，请在 WPS 或 Word 中另存为 docx 后重新上传。")) from error
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document.render(_filled(data, document), environment, autoescape=True)
    except UndefinedError as error:
        raise TemplateBroken(
            _("模板中用到了没有的内容（%(reason)s），请对照模板说明改正。") % {"reason": error.message}
        ) from error
    except (TemplateError, SyntaxError, ArithmeticError, TypeError, ValueError, LookupError) as error:
        raise TemplateBroken(_("模板中的标记写错了（%(reason)s），请对照模板说明改正。") % {"reason": error}) from error
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _filled(value: Any, document: DocxTemplate) -> Any:
    """The value as the template takes it: texts as a paper shows them, pictures set in."""
    if isinstance(value, Mapping):
        return {str(key): _filled(inner, document) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_filled(inner, document) for inner in value]
    if isinstance(value, Picture):
        return InlineImage(document, io.BytesIO(plain_picture(value.content)), width=PICTURE_WIDTH)
    return value if isinstance(value, bool | int | float) else written(value)
