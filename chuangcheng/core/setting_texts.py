"""Values of dated settings as people read and write them: 是, 15, 东关、西苑, 09:00–12:00、14:00–18:00.

How a value is written follows from the setting's default; `choices` give words their names. What is none of these is
JSON.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.dated_settings import DatedSetting
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.values import BadValue, parse_yes_no

_SEPARATORS = re.compile(r"[、，,;；\n]+")
_SPAN = re.compile(r"\s*(\d{1,2}:\d{2})\s*(?:[–—~～-]+|至|到)\s*(\d{1,2}:\d{2})\s*")
_PAIR = 2


def text_of(setting: DatedSetting[Any], value: Any) -> str:
    """The value as the settings page shows it and takes it back."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str):
        return _label(setting, value)
    if _is_spans(setting.default) and _is_spans(value):
        return "、".join(f"{begin}–{end}" for begin, end in value)
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return "、".join(_label(setting, word) for word in value)
    return json.dumps(value, ensure_ascii=False, default=str)


def value_from(setting: DatedSetting[Any], text: str) -> Any:
    """The JSON value that the text means. Raises InvalidInput."""
    default, text = setting.default, text.strip()
    if isinstance(default, bool):
        return _yes_or_no(text)
    if isinstance(default, str):
        return _word(setting, text)
    if _is_spans(default):
        return [_span(part) for part in _parts(text)]
    if isinstance(default, list):
        return [_word(setting, part) for part in _parts(text)]
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidInput(_("该值的格式不对，请按原来的格式修改。")) from error


def _is_spans(value: Any) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(each, list) and len(each) == _PAIR for each in value)
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _label(setting: DatedSetting[Any], word: str) -> str:
    return str(setting.choices.get(word, word))


def _word(setting: DatedSetting[Any], text: str) -> str:
    """The word that the text names. Raises InvalidInput for one that is not among the choices."""
    if not setting.choices or text in setting.choices:
        return text
    found = next((word for word, label in setting.choices.items() if str(label) == text), None)
    if found is None:
        labels = "、".join(str(label) for label in setting.choices.values())
        raise InvalidInput(_("“%(word)s”不在可选范围，请从这些里面选：%(labels)s。") % {"word": text, "labels": labels})
    return found


def _span(text: str) -> list[str]:
    match = _SPAN.fullmatch(text.replace("：", ":"))
    if match is None:
        raise InvalidInput(_("“%(span)s”不是时间段，请写成09:00–12:00。") % {"span": text})
    return [begin_or_end.zfill(5) for begin_or_end in match.groups()]


def _yes_or_no(text: str) -> bool:
    try:
        return parse_yes_no(text)
    except BadValue as error:
        raise InvalidInput(str(error)) from error
