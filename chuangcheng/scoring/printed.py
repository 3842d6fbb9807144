"""A score sheet as text for a terminal: the total first, then methods, items, what is lost or unknown, and problems."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from chuangcheng.scoring.engine import Line, ScoreSheet, StandardScore, score_text
from chuangcheng.scoring.engine.rounding import plain_text

_WIDEST_NAME = 36  # columns of a terminal, a Chinese character taking two
_NUMBER_WIDTH = 9
_LOSSES = 10
_CODES_IN_LINE = 12
_NONE = "—"


def printed(sheet: ScoreSheet, *, notes: Sequence[str] = ()) -> str:
    """The sheet as lines of Chinese text, ending in a line break. notes: sentences about the files."""
    blocks = [
        _head(sheet),
        _table("测评方法", sheet.methods, sheet.framework.method_weights),
        _table("测评项目", sheet.items, {}),
        _losses(sheet),
        _listed(f"待测的标准{len(sheet.unknown)}条：", _in_lines(sheet.unknown)),
        _listed(f"问题{len(sheet.problems)}处：", sheet.problems),
        _listed("说明：", notes),
    ]
    return "\n\n".join("\n".join(block) for block in map(list, blocks) if block) + "\n"


def _head(sheet: ScoreSheet) -> Iterator[str]:
    result, framework = sheet.outcome, sheet.framework
    yield " ".join(word for word in (framework.name or "得分表", framework.edition) if word)
    total = score_text(result.score.total)
    yield f"总分：{total or '尚无数据'}（下限{_number(result.score.low)}，上限{_number(result.score.high)}）"
    if result.is_void:
        yield f"无效：负面清单{'、'.join(result.void_by)}成立，一票否决，以上得分不作数。"
    if result.deducted:
        yield f"负面清单扣分：{plain_text(result.deducted)}分，已从总分和上下限中扣除。"
    if result.suspended:
        yield f"暂停：负面清单{'、'.join(result.suspended)}成立。"
    yield from _gate(sheet)
    if sheet.missing_methods:
        yield f"没有数据的测评方法：{'、'.join(sheet.missing_methods)}。"


def _gate(sheet: ScoreSheet) -> Iterator[str]:
    gate = sheet.framework.gate
    if gate is None:
        return
    linked = sheet.outcome.linked
    got = "尚无得分" if linked is None else f"{score_text(linked)}分"
    line = "" if gate.minimum is None else f"，门槛{plain_text(gate.minimum)}分"
    verdict = "，未过门槛" if sheet.outcome.gate_failed else ""
    yield f"联系体系“{gate.name}”：{got}，占总分{plain_text(gate.share * 100)}%{line}{verdict}。"


def _table(title: str, lines: Mapping[str, Line], weights: Mapping[str, object]) -> Iterator[str]:
    names = {name: _shortened(name or "（未写）") for name in lines}
    width = max(_width(name) for name in (*names.values(), title))
    heads = ("满分", "得分", "已知满分", "得分率%", "下限", "上限", *(("权重",) if weights else ()))
    yield _padded(title, width) + "".join(_right(head) for head in heads)
    for name, line in lines.items():
        rate = None if line.rate is None else line.rate * 100
        numbers = [_number(number) for number in (line.full, line.earned, line.known_full, rate, line.low, line.high)]
        weight = [str(weights.get(name, _NONE))] if weights else []
        yield _padded(names[name], width) + "".join(_right(number) for number in (*numbers, *weight))


def _losses(sheet: ScoreSheet) -> Iterator[str]:
    lost = [(each.line.known_full - each.line.earned, each) for each in sheet.standards.values()]
    worst = sorted((pair for pair in lost if pair[0]), key=lambda pair: -pair[0])[:_LOSSES]
    if worst:
        yield f"失分最多的标准（前{len(worst)}条）："
    for marks, each in worst:
        yield f"  {each.standard.code} 失{_number(marks)}分，满分{_number(each.line.full)}{_wording(each)}"


def _wording(each: StandardScore) -> str:
    return f"：{_shortened(each.standard.name)}" if each.standard.name else ""


def _listed(title: str, sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield title
        yield from (f"  {sentence}" for sentence in sentences)


def _in_lines(codes: Sequence[str]) -> list[str]:
    return ["、".join(codes[start : start + _CODES_IN_LINE]) for start in range(0, len(codes), _CODES_IN_LINE)]


def _number(number: Fraction | None) -> str:
    return score_text(number) or _NONE


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _shortened(text: str) -> str:
    if _width(text) <= _WIDEST_NAME:
        return text
    while _width(text) > _WIDEST_NAME - 2:
        text = text[:-1]
    return f"{text}…"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _right(text: str) -> str:
    return " " * (1 + _NUMBER_WIDTH - _width(text)) + text
