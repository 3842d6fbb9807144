"""What is wrong with a template before it is taken: a file that does harm, and tags that are unknown or broken, each
named with the place where it stands. A template may use names, loops over lists and conditions, nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx import Document
from docx.oxml.ns import qn
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from chuangcheng.core.documents.office_templates import Tag
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files.kinds import DOCX, MEGABYTE, PPTX, Limits
from chuangcheng.core.zips import BROKEN_ZIP

WORD_TEMPLATES = Limits(
    (DOCX,), gettext_lazy("docx文稿"), 10 * MEGABYTE, max_unpacked_bytes=60 * MEGABYTE, max_zip_entries=2000
)  # our choice
SLIDES_TEMPLATES = Limits(
    (PPTX,), gettext_lazy("pptx幻灯片"), 30 * MEGABYTE, max_unpacked_bytes=120 * MEGABYTE, max_zip_entries=4000
)  # our choice
MOST_FINDINGS = 20  # told at once; our choice
MOST_LOOPS = 2  # one inside the other; our choice
SHOWN = 24  # letters of a paragraph that tell where it is
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TAG = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PREFIX = re.compile(r"^{([{%])-?\s*(?:p|tr|tc|r)\s")  # docxtpl: the tag stands for its paragraph, line, cell or run
_PLAIN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const),
    *(nodes.For, nodes.If, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or),
)
_OPENED, _CLOSED = {"for", "if"}, {"endfor": "for", "endif": "if"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is to be mended."""

    place: str  # where it stands
    tag: str
    trouble: str


class TemplateRefused(InvalidInput):
    """A template that is not taken, with everything that was found."""

    def __init__(self, sentence: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(sentence)
        self.findings = list(findings)


def check_harmless(content: bytes) -> None:
    """Refuses macros, embedded objects, links to files elsewhere and declared entities. The size of what is unpacked
    was looked at when the file was received."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                _check_part(name, archive.read(name) if name.endswith((".xml", ".rels", ".vml")) else b"")
    except BROKEN_ZIP as error:
        raise TemplateRefused(_("模板已损坏，请在WPS或Word中打开、另存后重新上传。")) from error


def tag_findings(content: bytes, tags: Sequence[Tag]) -> list[Finding]:
    """Unknown and broken tags of a Word template, in the order of the paper."""
    try:
        places = list(_places(content))
    except (*BROKEN_ZIP, KeyError, OSError, etree.XMLSyntaxError) as error:
        raise TemplateRefused(_("模板不是有效的docx文件，请在WPS或Word中另存为docx后重新上传。")) from error
    known = {tag.name: tag for tag in tags}
    reader = _Reader(known)
    for place, text in places:
        reader.read(place, text)
    reader.finish()
    return reader.findings[:MOST_FINDINGS]


def used_tags(content: bytes) -> int:
    """How many tags a Word template has."""
    return sum(len(_TAG.findall(text)) for _place, text in _places(content))


def _check_part(name: str, part: bytes) -> None:
    lowered = name.lower()
    if "vbaproject" in lowered or "activex" in lowered or b"macroEnabled" in part:
        raise TemplateRefused(_("模板里带有宏或控件，不能使用，请另存为不带宏的文件后重新上传。"))
    if "/embeddings/" in lowered and not lowered.endswith(".xlsx"):
        raise TemplateRefused(_("模板里嵌有别的文件（%(name)s），请删去后重新上传。") % {"name": name})
    if _DOCTYPE.search(part):
        raise TemplateRefused(_("模板里有不允许的声明（%(name)s），请用WPS或Word另存后重新上传。") % {"name": name})
    if lowered.endswith(".rels"):
        _check_relations(part)


def _check_relations(part: bytes) -> None:
    try:
        rows = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise TemplateRefused(_("模板已损坏，请在WPS或Word中打开、另存后重新上传。")) from error
    for row in rows:
        is_link = str(row.get("Type", "")).endswith("/hyperlink")
        if row.get("TargetMode") == "External" and not is_link:
            target = str(row.get("Target", ""))[:60]
            raise TemplateRefused(
                _("模板引用了外部文件（%(target)s），请改为直接插入后重新上传。") % {"target": target}
            )


def _places(content: bytes) -> Iterator[tuple[str, str]]:
    """Every paragraph with its text and where it stands: body, tables and text boxes, then headers and footers."""
    document = Document(io.BytesIO(content))
    at = tables = 0
    for child in document.element.body:
        if child.tag == qn("w:tbl"):
            tables += 1
            yield from _cells(child, tables)
        else:
            for paragraph in _paragraphs(child):
                at += 1
                yield _("正文第%(at)s段") % {"at": at}, _text(paragraph)
        yield from _boxes(child)
    for section in document.sections:
        for part, name in _heads(section):
            for paragraph in part._element.iter(qn("w:p")):
                if not _is_twin(paragraph):
                    yield name, _text(paragraph)


def _heads(section: Any) -> list[tuple[Any, str]]:
    """Headers and footers, those of the first and of even pages, too."""
    parts = [(section.header, _("页眉")), (section.footer, _("页脚"))]
    parts += [(section.first_page_header, _("页眉")), (section.first_page_footer, _("页脚"))]
    parts += [(section.even_page_header, _("页眉")), (section.even_page_footer, _("页脚"))]
    return [(part, name) for part, name in parts if not part.is_linked_to_previous]


def _cells(table: Any, number: int) -> Iterator[tuple[str, str]]:
    for line, row in enumerate(table.iter(qn("w:tr")), start=1):
        for column, cell in enumerate(row.iter(qn("w:tc")), start=1):
            facts = {"number": number, "line": line, "column": column}
            for paragraph in _paragraphs(cell):
                yield _("第%(number)s个表第%(line)s行第%(column)s格") % facts, _text(paragraph)


def _boxes(element: Any) -> Iterator[tuple[str, str]]:
    """What stands in text boxes."""
    for box in element.iter(_BOX):
        for paragraph in box.iter(qn("w:p")):
            if not _is_twin(paragraph):
                yield _("文本框"), _text(paragraph)


def _paragraphs(element: Any) -> Iterator[Any]:
    """Those that stand in no text box."""
    return (each for each in element.iter(qn("w:p")) if not _is_inside(each, _BOX, until=element))


def _text(paragraph: Any) -> str:
    """Its own text, without that of text boxes in it."""
    texts = paragraph.iter(qn("w:t"))
    return "".join(node.text or "" for node in texts if not _is_inside(node, _BOX, until=paragraph))


def _is_twin(element: Any) -> bool:
    """True in what older programs show in place of a text box; it says the same again."""
    return _is_inside(element, _FALLBACK)


def _is_inside(element: Any, tag: str, *, until: Any = None) -> bool:
    return any(each.tag == tag for each in takewhile(lambda each: each is not until, element.iterancestors()))


class _Reader:
    """Reads paragraphs in their order; remembers loops and conditions that are still open."""

    def __init__(self, known: Mapping[str, Tag]) -> None:
        self.findings: list[Finding] = []
        self._known = known
        self._open: list[tuple[str, str, str, str]] = []  # word, name of the line, place, tag
        self._environment = ImmutableSandboxedEnvironment()

    def read(self, place: str, text: str) -> None:
        """Adds what is wrong in a paragraph."""
        rest = _TAG.sub("", text)
        where = f"{place}“{_shortened(text)}”" if text.strip() else place
        for sign in ("{{", "}}", "{%", "%}"):
            if sign in rest:
                self._tell(where, sign, _("括号没有成对，要写在同一段里，如{{ 标题 }}。"))
                return
        for tag in _TAG.findall(text):
            if tag.startswith("{#"):
                continue
            plain = _PREFIX.sub(r"{\1 ", tag)
            if plain.startswith("{{"):
                self._read_value(where, tag, plain, text)
            else:
                self._read_statement(where, tag, plain)

    def finish(self) -> None:
        """Adds what was never closed."""
        for word, _line, where, tag in self._open:
            self._tell(where, tag, _("缺少对应的{%% end%(word)s %%}。") % {"word": word})

    def _read_value(self, where: str, tag: str, plain: str, text: str) -> None:
        tree = self._parsed(where, tag, plain)
        if tree is None:
            return
        name = self._check_names(where, tag, tree)
        found = self._known.get(name)
        if found is not None and found.is_alone and text.strip() != tag:
            self._tell(where, tag, _("这个标记要单独成段，前后不要有别的字。"))
        elif found is not None and found.is_alone and where.startswith((_("页眉"), _("页脚"), _("文本框"))):
            self._tell(where, tag, _("这个标记不能放在页眉、页脚和文本框里，请移到正文。"))

    def _read_statement(self, where: str, tag: str, plain: str) -> None:
        word = plain.strip("{%-} \t\n").split(" ")[0]
        if word in _CLOSED:
            if not self._open or self._open[-1][0] != _CLOSED[word]:
                self._tell(where, tag, _("前面没有与它对应的开头。"))
            else:
                self._open.pop()
            return
        if word in {"else", "elif"}:
            if not self._open:
                self._tell(where, tag, _("前面没有与它对应的开头。"))
            return
        if word not in _OPENED:
            self._tell(where, tag, _("模板里只能用名称、循环（for）和判断（if）。"))
            return
        tree = self._parsed(where, tag, f"{plain}{{% end{word} %}}")
        if tree is not None:
            self._check_names(where, tag, tree)
        loop = next(tree.find_all(nodes.For), None) if tree is not None else None
        line = loop.target.name if loop is not None and isinstance(loop.target, nodes.Name) else ""
        self._open.append((word, line, where, tag))
        if sum(1 for each in self._open if each[0] == "for") > MOST_LOOPS:
            self._tell(where, tag, _("循环最多套两层。"))

    def _parsed(self, where: str, tag: str, source: str) -> nodes.Template | None:
        try:
            tree = self._environment.parse(source)
        except (TemplateError, ValueError, RecursionError):
            self._tell(where, tag, _("写法不对，请对照说明改正。"))
            return None
        if any(not isinstance(each, _PLAIN) for each in _every(tree)):
            self._tell(where, tag, _("模板里只能用名称、循环（for）和判断（if）。"))
            return None
        return tree

    def _check_names(self, where: str, tag: str, tree: nodes.Template) -> str:
        """The first name that the tag asks for."""
        lines = {line for _word, line, _where, _tag in self._open if line} | {"loop"}
        first = ""
        for name in tree.find_all(nodes.Name):
            if name.ctx != "load":
                lines.add(name.name)
                continue
            first = first or name.name
            if name.name not in self._known and name.name not in lines:
                self._tell(where, tag, _("没有叫“%(name)s”的内容，请对照说明改正。") % {"name": name.name})
        return first

    def _tell(self, place: str, tag: str, trouble: str) -> None:
        self.findings.append(Finding(place, tag[:60], trouble))


def _every(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _every(child)


def _shortened(text: str) -> str:
    plain = text.strip()
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"
