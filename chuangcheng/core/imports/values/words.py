from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from chuangcheng.core.imports.values.bad_value import BadValue, plain, shown
from chuangcheng.core.sheets import Cell, cell_text
from chuangcheng.core.texts import translated as _

T = TypeVar("T")

YES = ("是", "有", "对", "真", "已", "√", "✓", "✔", "☑", "✅", "v", "y", "t", "yes", "true", "1", "100%")
NO = ("否", "无", "没有", "不", "不是", "非", "未", "×", "✗", "✘", "❌", "✖", "╳", "x", "n", "f", "no", "false", "0")
_SEPARATORS = re.compile(r"[、，,;；/+＋\n|]+")
_NUMBERING = re.compile(
    r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}[.．、]|[①-⑳])\s*"
)
_BETWEEN_NUMBERED = re.compile(r"\s+(?=[(（]?\d{1,2}[)）.．、]\D)|(?<=\S)(?=[①-⑳])")
_BLANK_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff)）])[ \t\u3000]+(?=[\u4e00-\u9fff])")
_OPEN, _CLOSED = "(（[【《“", ")）]】》”"
_MOST_ITEMS = 200
_PHONE = re.compile(r"\+?\d[\d-]{4,19}")


def parse_text(cell: Cell) -> str:
    """The text as it stands."""
    return cell_text(cell)


def parse_code(cell: Cell) -> str:
    """A code or number of a thing: half-width and without spaces, so that ＹＸ－ 0001 is YX-0001."""
    return re.sub(r"\s+", "", plain(cell))


def parse_phone(cell: Cell) -> str:
    """The digits of a phone number, with hyphens where the person put them. Raises BadValue."""
    number = re.sub(r"[\s()]", "", plain(cell)).replace("—", "-").replace("－", "-")
    if not _PHONE.fullmatch(number):
        raise BadValue(_("%(value)s不是电话号码，请只写一个号码。") % {"value": shown(cell)})
    return number


def parse_list(cell: Cell) -> tuple[str, ...]:
    """The items between 、，,;；/+| and line breaks, in order and each once; brackets hold together, numbering goes.

    Raises BadValue above 200 items.
    """
    text = _BETWEEN_NUMBERED.sub("\n", cell_text(cell))
    parts = (part for item in _split_outside_brackets(text) for part in _split_at_blanks(item.strip()))
    items = [_NUMBERING.sub("", part.strip()).strip() for part in parts]
    found = tuple(dict.fromkeys(item for item in items if item))
    if len(found) > _MOST_ITEMS:
        raise BadValue(_("一格中超过 %(most)s 项，请分行填写。") % {"most": _MOST_ITEMS})
    return found


def parse_yes_no(cell: Cell) -> bool:
    """True for 是, √, 有, Y, 1 and the like; False for 否, ×, 无, N, 0. Raises BadValue."""
    return _yes_no(cell, YES, NO)


def yes_no(*, yes: Collection[str] = (), no: Collection[str] = ()) -> Callable[[Cell], bool]:
    """A yes-or-no parser that also knows the words of one column, such as 已完成 and 未完成."""
    return lambda cell: _yes_no(cell, (*YES, *yes), (*NO, *no))


def choice(words: Mapping[str, T]) -> Callable[[Cell], T]:
    """A parser that gives the value of the word in the cell, whatever its width, case and spaces."""
    known = {_key(word): value for word, value in words.items()}

    def parse(cell: Cell) -> T:
        try:
            return known[_key(cell)]
        except KeyError as error:
            raise BadValue(
                _("%(value)s不在可选范围，请填%(words)s之一。")
                % {"value": shown(cell), "words": "、".join(list(words)[:12])}
            ) from error

    return parse


def _yes_no(cell: Cell, yes: Collection[str], no: Collection[str]) -> bool:
    if isinstance(cell, bool):
        return cell
    word = _key(cell)
    if word in yes:
        return True
    if word in no:
        return False
    raise BadValue(_("%(value)s看不出是或否，请填“是”或“否”。") % {"value": shown(cell)})


def _key(cell: Cell) -> str:
    return re.sub(r"\s+", "", plain(cell)).casefold()


def _split_at_blanks(item: str) -> list[str]:
    """Chinese names with blanks between them; blanks inside one name (云 澜 镇) are only taken out."""
    parts = _BLANK_BETWEEN_CHINESE.split(item)
    if len(parts) == 1 or min(map(len, parts)) > 1:
        return parts
    return ["".join(parts)]


def _split_outside_brackets(text: str) -> list[str]:
    if text.count("（") + text.count("(") == 0:
        return _SEPARATORS.split(text)
    depth, items = 0, [""]
    for char in text:
        depth += (char in _OPEN) - (char in _CLOSED)
        if depth <= 0 and _SEPARATORS.fullmatch(char):
            items.append("")
        else:
            items[-1] += char
        depth = max(depth, 0)
    return items
