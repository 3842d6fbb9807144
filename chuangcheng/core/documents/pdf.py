from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import as_file
from pathlib import Path
from typing import Any, cast

import noto_cjk_sans_otc
import typst

from chuangcheng.core.documents.paper import Block, Chart, Heading, Imprint, Paper, Paragraph, Pictures, Table
from chuangcheng.core.documents.plain_pictures import NotAPicture, plain_picture
from chuangcheng.core.documents.titles import title_lines
from chuangcheng.core.documents.values import written

_STYLE = Path(__file__).with_name("typst")
_SIGNATURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
# A code or address longer than a narrow column would run out of it: such a word may break.
_LONG_WORD = re.compile(r"[!-~]{24,}")
_BREAK_EVERY = re.compile(r"(.{4})(?=.)")


def write_pdf(paper: Paper) -> bytes:
    """The paper as an A4 PDF with its fonts inside."""
    pictures: dict[str, bytes] = {}
    data = {
        "title": paper.title,
        "title_lines": title_lines(paper.title),
        "subtitle": paper.subtitle,
        "is_landscape": paper.is_landscape,
        "masthead": asdict(paper.masthead) if paper.masthead else None,
        "blocks": [_block(block, pictures) for block in paper.blocks],
    }
    return render_pdf(template=_STYLE / "paper.typ", data=data, pictures=pictures)


def render_pdf(*, template: Path, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of one of our own typst templates, which begins with `#import "house.typ": *` and finds `data` there.

    `data`: what JSON can hold, besides dates, decimals and lazy texts. `pictures`: name in the template → JPEG or PNG.
    The template sees nothing of the machine but these files. Raises NotAPicture.
    """
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        root = Path(folder)
        shutil.copy(_STYLE / "house.typ", root)
        main = Path(shutil.copy(template, root / "main.typ"))
        for name, content in (pictures or {}).items():
            _picture_kind(content)
            (root / Path(name).name).write_bytes(content)
        inputs = {"data": json.dumps(_shown(data), ensure_ascii=False)}
        compiler = typst.Compiler(main, root=root, font_paths=_fonts(), sys_inputs=inputs)
        return cast("bytes", compiler.compile(format="pdf"))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Fonts of the machine, and the one that we bring; read once, for it takes a fifth of a second."""
    with as_file(noto_cjk_sans_otc.FONT_PATH) as font:
        return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(font.parent)])


def _block(block: Block, pictures: dict[str, bytes]) -> dict[str, Any]:
    """The block as `paper.typ` wants it; its pictures are added to `pictures`."""
    if isinstance(block, Heading | Paragraph | Imprint):
        return _words(block)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Pictures):
        added = [_add_picture(p.content, p.caption, pictures) for p in block.pictures]
        return {"kind": "pictures", "a_line": block.a_line, "pictures": added}
    return {"kind": "break"}


def _words(block: Heading | Paragraph | Imprint) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Imprint):
        return {"kind": "imprint", **asdict(block)}
    lines = [line for line in block.text.split("\n") if line]
    return {"kind": "paragraph", "align": block.align, "is_small": block.is_small, "lines": lines}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "header": list(table.header),
        "rows": [[written(value) for value in row] for row in table.rows],
        "widths": [float(width) for width in table.widths or [1] * len(table.header)],
        "caption": table.caption,
        "figures": list(table.figures),
    }


def _chart(chart: Chart) -> dict[str, Any]:
    bars = [
        [None if rate is None else {"length": float(rate), "text": f"{rate}%"} for rate in each.rates]
        for each in chart.series
    ]
    labels = [each.label for each in chart.series]
    return {"kind": "chart", "title": chart.title, "names": list(chart.names), "labels": labels, "bars": bars}


def _add_picture(content: bytes, caption: str, pictures: dict[str, bytes]) -> dict[str, str]:
    plain = plain_picture(content)
    name = f"{len(pictures) + 1}.{_picture_kind(plain)}"
    pictures[name] = plain
    return {"file": name, "caption": caption}


def _picture_kind(content: bytes) -> str:
    kind = next((kind for signature, kind in _SIGNATURES.items() if content.startswith(signature)), None)
    if kind is None:
        raise NotAPicture(content[:8])
    return kind


def _shown(value: Any) -> Any:
    """The value as JSON, every text printable and every long word breakable."""
    if isinstance(value, Mapping):
        return {str(key): _shown(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_shown(inner) for inner in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return _LONG_WORD.sub(lambda match: _BREAK_EVERY.sub("\\1\u200b", match[0]), written(value))
