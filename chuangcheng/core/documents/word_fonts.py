"""What stands in for the fonts of official documents where they are not installed: newer Windows has 仿宋 and 楷体
under other names than the standard's, and few machines have 小标宋."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE

STAND_INS = {
    "仿宋_GB2312": "仿宋,FangSong",
    "楷体_GB2312": "楷体,KaiTi",
    "方正小标宋简体": "宋体,SimSun",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_CLOSING = b"</w:fonts>"


def name_stand_ins(document: Any) -> None:
    """Adds each font with its other names to the table of fonts."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name="{escape(name)}"><w:altName w:val="{escape(others)}"/><w:charset w:val="86"/></w:font>'
        for name, others in STAND_INS.items()
    )
    part._blob = part.blob.replace(_CLOSING, fonts.encode() + _CLOSING)
