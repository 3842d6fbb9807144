from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core.dated_settings import DatedSetting
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.setting_texts import text_of, value_from

KINDS = {"street": "街道", "town": "乡镇"}


def setting(default: Any, **choices: str) -> DatedSetting[Any]:
    """An unregistered setting."""
    return DatedSetting(key="test", label="试", default=default, parse=lambda value: value, choices=choices)


@pytest.mark.parametrize(
    ("made", "value", "text"),
    [
        (setting(default=False), True, "是"),
        (setting(15), 20, "20"),
        (setting("street", **KINDS), "town", "乡镇"),
        (setting(["street"], **KINDS), ["street", "town"], "街道、乡镇"),
        (setting(["主次干道"]), ["背街小巷", "商业大街"], "背街小巷、商业大街"),
        (setting([["09:00", "12:00"]]), [["08:30", "12:00"], ["13:00", "17:30"]], "08:30–12:00、13:00–17:30"),
        (setting({"a": 1}), {"a": 2}, '{"a": 2}'),
    ],
)
def test_values_are_written_as_people_do_and_read_back(made: DatedSetting[Any], value: Any, text: str) -> None:
    assert text_of(made, value) == text
    assert value_from(made, f" {text} ") == value


@pytest.mark.parametrize(
    ("default", "text", "value"),
    [
        ([["09:00", "12:00"]], "8:30-12:00，13:00至17:30", [["08:30", "12:00"], ["13:00", "17:30"]]),
        (["a"], "甲，乙\n丙", ["甲", "乙", "丙"]),
        (False, "否", False),
    ],
)
def test_other_ways_of_writing_are_read_too(default: Any, text: str, value: Any) -> None:
    assert value_from(setting(default), text) == value


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (setting(15), "十五天"),
        (setting(default=False), "也许"),
        (setting("street", **KINDS), "省"),
        (setting([["09:00", "12:00"]]), "上午"),
    ],
)
def test_what_is_not_understood_is_said_in_one_sentence(made: DatedSetting[Any], text: str) -> None:
    with pytest.raises(InvalidInput, match=r"。$"):
        value_from(made, text)
