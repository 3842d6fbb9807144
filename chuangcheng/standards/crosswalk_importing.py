"""The import kind `crosswalk`: the table as we export it, and the tables in which offices compare frameworks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.marks import MARK
from chuangcheng.core.imports.values import BadValue, parse_code, parse_number, parse_text, shown
from chuangcheng.core.sheets import Cell, cell_text
from chuangcheng.standards.access import CHANGE
from chuangcheng.standards.crosswalk_table import COLUMNS as TABLE
from chuangcheng.standards.crosswalk_table import exported_words
from chuangcheng.standards.services.crosswalk_rows import apply_crosswalk_rows

WHOLE = Decimal(100)
LONGEST = 300  # characters of a reason
RELATIONS: Mapping[str, str] = {
    **dict.fromkeys(("等同", "相同", "一致", "同一", "对应", "equal", "equals", "same"), "equal"),
    **dict.fromkeys(("涵盖", "包含", "覆盖", "covers", "covering", "includes"), "covers"),
    **dict.fromkeys(("被涵盖", "被包含", "被覆盖", "covered by", "is covered by", "covered_by"), "covered_by"),
    **dict.fromkeys(("部分重合", "部分对应", "部分相同", "部分一致", "交叉", "overlaps", "partly"), "overlaps"),
}
SYNONYMS: dict[str, tuple[str, ...]] = {
    "first_framework": ("体系一", "体系1", "体系甲", "甲体系", "原体系", "first framework"),
    "first_code": ("标准编号一", "编号一", "编号1", "编号甲", "指标编号一", "标准编号1", "first code"),
    "first_text": ("标准一", "标准1", "标准甲", "指标一", "内容一", "first standard"),
    "relation": ("对照关系", "关系", "对应关系", "relation"),
    "share": ("重合比例（%）", "重合比例", "重合度", "share"),
    "second_framework": ("体系二", "体系2", "体系乙", "乙体系", "对照体系", "second framework"),
    "second_code": ("标准编号二", "编号二", "编号2", "编号乙", "指标编号二", "标准编号2", "对照编号", "second code"),
    "second_text": ("标准二", "标准2", "标准乙", "指标二", "内容二", "second standard"),
    "reason": ("对照依据", "依据", "依据或说明", "说明", "对照说明", "reason"),
}
SAMPLES = {
    "first_framework": "文明城区测评体系",
    "first_code": "6.2.1",
    "relation": "涵盖",
    "second_framework": "卫生城区标准",
    "second_code": "W3.1",
    "reason": "同一件事，要求更全",
}
HELPS = {
    "first_framework": "体系的名称，有几个版本的写“名称（版本）”，不写版本的按执行中的；不填时编号只能在一个体系里有。",
    "relation": "写等同、涵盖、被涵盖或部分重合；涵盖是说标准一的结果计入标准二。",
    "share": "只在部分重合时填写，1至99的百分数。",
    "first_text": "只供查看，标准按编号认。",
    "second_text": "只供查看，标准按编号认。",
}


def parse_relation(cell: Cell) -> str:
    """equal, covers, covered_by or overlaps. Raises BadValue."""
    found = RELATIONS.get(" ".join(cell_text(cell).casefold().split()))
    if found is None:
        raise BadValue(gettext("%(cell)s不是对照关系，请写等同、涵盖、被涵盖或部分重合。") % {"cell": shown(cell)})
    return found


def parse_share(cell: Cell) -> Decimal:
    """0..1, of 60, 60% or 0.6. Raises BadValue."""
    bare = cell.strip().removesuffix("%").removesuffix("％") if isinstance(cell, str) else cell
    number = parse_number(bare)
    share = round(number / WHOLE if number >= 1 else number, 2)
    if not 0 < share < 1:
        raise BadValue(gettext("%(cell)s不是重合比例，请写1至99的百分数。") % {"cell": shown(cell)})
    return share


def parse_reason(cell: Cell) -> str:
    """The grounds, at most 300 characters. Raises BadValue."""
    text = parse_text(cell)
    if len(text) > LONGEST:
        raise BadValue(gettext("%(cell)s太长，最多%(most)s个字。") % {"cell": shown(cell), "most": LONGEST})
    return text


PARSERS = {
    "first_code": parse_code,
    "second_code": parse_code,
    "relation": parse_relation,
    "share": parse_share,
    "reason": parse_reason,
}


def columns() -> tuple[Column, ...]:
    """Those of our own table in both languages and as offices call them, and the mark of an export."""
    mark = Column("mark", (MARK,), sample="", help="导出的对照表自带；自己做的表不填。")
    return (*(_column(place, column.key) for place, column in enumerate(TABLE)), mark)


def _column(place: int, key: str) -> Column:
    words = [exported_words(language)[place] for language, _name in settings.LANGUAGES]
    return Column(
        key,
        tuple(dict.fromkeys((exported_words(settings.LANGUAGE_CODE)[place], *SYNONYMS[key], *words))),
        required=key in ("first_code", "relation", "second_code"),
        fill=key in ("first_framework", "second_framework"),
        parse=PARSERS.get(key, parse_text),
        sample=SAMPLES.get(key, ""),
        help=HELPS.get(key, HELPS["first_framework"] if key == "second_framework" else ""),
    )


def register_kind() -> None:
    """Called once, when the application is ready."""
    register(
        ImportKind(
            code="crosswalk",
            label=_("指标对照"),
            columns=columns(),
            permission=CHANGE,
            apply=apply_crosswalk_rows,
            sheet_names=("指标对照", "对照表", "crosswalk"),
            rank=5,
        )
    )
