"""Cells that name units, as offices write them: several in a cell, numbered, with 等 and remarks, and words such as
各镇（街道） that mean all units of some kinds. Pure: no database."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from chuangcheng.core.imports.values import parse_list
from chuangcheng.core.sheets import Cell, cell_text

# What stands in a cell and names nobody. Our choice.
NOBODY = frozenset(
    {"无", "暂无", "待定", "待明确", "未定", "同上", "-", "--", "—", "——", "/", "\\", "空", "不详", "未知"}
)
_AND_OTHERS = re.compile(
    r"(?<=.)等(?:\d{1,3}|[一二三四五六七八九十]{1,3})?(?:个|家)?(?:有关|相关|成员|责任)?(?:单位|部门|科室|地)?$"
)
_LABEL = re.compile(r"^(牵头|主责|主办|责任|配合|协办|协助|协同|整改|实施)(?:单位|部门|责任单位|科室)?[:：]")
_PART = re.compile(r"[(（](牵头|主责|主办|责任|配合|协办|协助|协同|参与)(?:单位|部门)?[)）]$")
_LEADING = frozenset({"牵头", "主责", "主办"})
# Ends of names between which 和, 及 and 与 join two units; 文化和旅游局 is one.
_JOINED = re.compile(r"(?<=[局委办部院队处所站心司道镇乡区村联厅馆校团府会])(?:以及|和|及|与|暨)(?=[^\s]{2,})")
_GROUP = re.compile(r"^(?:全[区县市域]|区内|县内|市内|辖区内?)?(?:各|所有|全部|全体)(.+)$")
_KINDS: tuple[tuple[str, str], ...] = (
    *(("街", "street"), ("办事处", "street"), ("镇办", "street"), ("镇", "town"), ("乡", "town")),
    *(("社区", "community"), ("居委", "community"), ("居", "community"), ("村", "village"), ("园区", "park")),
)
_GROUP_WORDS = re.compile(
    r"(?:街道?|办事处|镇|乡|社区|居委会|居|村委会|村|园区|开发区|办|人民政府|政府|党工委|党委|和|及|以及)+"
)
_AREA = re.compile(r"(?!各|全)[\u4e00-\u9fff]{1,10}?(?:街道|社区|[镇乡村](?!街|办))(?!类|台账|点位|型)")
_VAGUE = re.compile(
    r"(?:有关|相关|责任|成员|创建|职能|区直|县直|市直|行业|主管|涉及|其他|区级|县级|市级|县市区|县区|市县|区县)*"
    r"(?:单位|部门|委办局|局|科室|县|市|区)+"
)


@lru_cache(maxsize=4096, typed=True)
def unit_names(cell: Cell) -> tuple[str, ...]:
    """The names in a cell, those called 牵头 first, each once; numbering, 等, labels and remarks on the part go.

    Raises BadValue when there are too many.
    """
    leading: list[str] = []
    others: list[str] = []
    for item in parse_list(_without_commas_in_groups(cell)):
        label = _LABEL.match(item)
        for name in _JOINED.split(_LABEL.sub("", item)):
            part = _PART.search(name)
            bare = _AND_OTHERS.sub("", _PART.sub("", name).strip()).strip()
            if not bare or unicodedata.normalize("NFKC", bare) in NOBODY:
                continue
            word = part[1] if part else (label[1] if label else "")
            (leading if word in _LEADING else others).append(bare)
    return tuple(dict.fromkeys((*leading, *others)))


def kinds_meant(name: str) -> tuple[str, ...]:
    """The kinds of unit that a word such as 各镇（街道） means; empty for the name of one unit."""
    found = _GROUP.match(_bare(name))
    if not found or not _GROUP_WORDS.fullmatch(found[1]):
        return ()
    kinds = [kind for word, kind in _KINDS if word in found[1]]
    return tuple(dict.fromkeys(kinds))


def is_vague(name: str) -> bool:
    """True for words that name nobody in particular: 各有关部门, 区直各部门, 各责任单位."""
    bare = _bare(name)
    if "各" not in bare and not bare.startswith(("有关", "相关", "所有", "其他")):
        return False
    return bool(_VAGUE.fullmatch(bare.replace("各", "").replace("所有", "")))


def _bare(name: str) -> str:
    return re.sub(r"[\s()\[\]、,/·]+", "", unicodedata.normalize("NFKC", name))


def _without_commas_in_groups(cell: Cell) -> str:
    """各镇、街道 is one word for all of both."""
    return re.sub(
        r"(各[街道镇乡办社区村居]{1,4})[、/和及](?=(?:街道|镇|乡|村|社区|办事处|居)(?:[、，,;；/\s]|$))",
        r"\1",
        cell_text(cell),
    )


def area_in_sheet_name(name: str) -> str:
    """The street, town or community that a sheet is called by, as in 东关街道 or 东关街道3月; "" when it is none."""
    found = _AREA.match(unicodedata.normalize("NFKC", name).strip())
    return found[0] if found else ""
