"""Who is meant in a sentence: units that the product knows, and the ways in which speeches name others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ENDS = (
    "街道|镇街|乡镇|镇|乡|社区|村|部门|单位|局|分局|委|办|宣传部|组织部|统战部|大队|支队|中心|公司|企业|学校|医院|商场"
    "|督导组|专项组|工作组|督查室|工委|团委|法院|检察院"
)
_POSTS = (
    "主要负责同志|主要负责人|党组织书记|分管领导|负责同志|负责人|街长|路长|河长|网格长|网格员|楼栋长|街巷长|点位长"
    "|包保干部"
)
_ONE = re.compile(
    rf"(?:各级?|有关|相关)[^，。；：、“”《》（）()\s]{{0,8}}?(?:{_POSTS}|{_ENDS})(?:{_POSTS})?"
    rf"|[^，。；：、“”《》（）()\s各由请对把将和与向要]{{0,8}}?(?:{_POSTS})"
    rf"|(?:区|市|县)[^，。；：、“”《》（）()\s由请对把将和与向要]{{1,9}}?(?:{_ENDS})"
    rf"|(?:牵头|责任|成员|包联|包保|物业|[\u4e00-\u9fa5]{{2}}(?=街道|镇)|住建|城管|交警|市场监管|教体|卫健)(?:{_ENDS})"
    r"|督导组|物业公司|指挥部"
)
_LIST = re.compile(r"(?:[\u4e00-\u9fa5]{2,4}、)+[\u4e00-\u9fa5]{2,4}(?:等)?(?:[两三四五六七八九十\d]个)?(?:部门|单位)")
_JOIN = re.compile(r"^(?:、|和|与|及|以及)$")
NOBODY = re.compile("我们|大家|同志们|全区上下|全体干部|人人|各级领导干部|领导干部|各级各部门|全体|各位")


@dataclass(frozen=True, slots=True)
class Who:
    """The words, their letters in the sentence, the units of ours that they name."""

    words: str
    start: int
    end: int
    unit_ids: tuple[int, ...] = ()


def who_in(sentence: str, units: Mapping[str, int]) -> list[Who]:
    """All who are named, in their order; those joined by 、 or 和 together."""
    spots = _named(sentence, units)
    for pattern in (_LIST, _ONE):
        for match in pattern.finditer(sentence):
            if all(match.end() <= start or match.start() >= end for start, end, _unit in spots):
                spots.append((match.start(), match.end(), None))
    found: list[Who] = []
    for start, end, unit in sorted(spots, key=lambda spot: spot[:2]):
        ids = () if unit is None else (unit,)
        if found and _JOIN.match(sentence[found[-1].end : start]):
            last = found.pop()
            found.append(Who(sentence[last.start : end], last.start, end, tuple(dict.fromkeys(last.unit_ids + ids))))
        else:
            found.append(Who(sentence[start:end], start, end, ids))
    return [each for each in found if not NOBODY.search(each.words)]


def _named(sentence: str, units: Mapping[str, int]) -> list[tuple[int, int, int | None]]:
    """Units by their whole names, the longer name before a shorter one inside it."""
    spots: list[tuple[int, int, int | None]] = []
    rest = sentence
    for name in sorted((name for name in units if len(name) > 1 and name in sentence), key=len, reverse=True):
        at = rest.find(name)
        while at >= 0:
            spots.append((at, at + len(name), units[name]))
            rest = rest[:at] + "　" * len(name) + rest[at + len(name) :]
            at = rest.find(name)
    return spots
