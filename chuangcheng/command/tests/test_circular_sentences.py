"""Which sentences of a circular are proposed as tasks, and for which day."""

from __future__ import annotations

from datetime import date

import pytest

from chuangcheng.command.circular_sentences import day_in, proposals

DATED = date(2026, 9, 10)
UNITS = {"东关街道": 1, "城管局": 2, "区城管局": 3}


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("各街道要于9月30日前完成排查", date(2026, 9, 30)),
        ("请在2027年1月5日前报送总结", date(2027, 1, 5)),
        ("务必于3月15日前整改到位", date(2027, 3, 15)),  # passed already: the next year's
        ("9月10日前报名单", date(2026, 9, 10)),  # the day itself is not passed
        ("10月底前全部拆除", date(2026, 10, 31)),
        ("11月中旬前报送", date(2026, 11, 20)),
        ("12月前完成", date(2026, 12, 31)),
        ("年底前见成效", date(2026, 12, 31)),
        ("明年2月底前巩固提升", date(2027, 2, 28)),
        ("9月1日至10月8日，各单位须自查", date(2026, 10, 8)),  # the last of two
        ("2月30日前完成", None),
        ("9月开展宣传月活动", None),  # a time of work, not a last day
        ("各单位要高度重视", None),
    ],
)
def test_last_day_of_a_sentence(sentence: str, day: date | None) -> None:
    assert day_in(sentence, dated_on=DATED) == day


def test_sentences_with_duty_and_day_are_proposed() -> None:
    text = (
        "各有关单位：\n现将有关事项通知如下。\n一、东关街道要于9月30日前完成背街小巷整治；\n"
        "（二）区城管局应在10月15日前更换破损果皮箱。会议于9月8日召开。各单位要高度重视。"
    )
    first, second = proposals(text, dated_on=DATED, units=UNITS)
    assert first.title == "东关街道要于9月30日前完成背街小巷整治"
    assert (first.due_on, first.unit_ids) == (date(2026, 9, 30), (1,))
    assert first.quotation == "一、东关街道要于9月30日前完成背街小巷整治；"
    assert second.unit_ids == (3,)  # not the shorter name inside the longer one


def test_same_sentence_is_proposed_once_and_huge_texts_end() -> None:
    assert len(proposals("各街道要于9月30日前完成排查。" * 500, dated_on=DATED, units=UNITS)) == 1
    many = "".join(f"第{number}项工作要于9月30日前完成。" for number in range(500))
    assert len(proposals(many, dated_on=DATED, units=UNITS)) == 60
    assert proposals("要9月30日前" * 100_000, dated_on=DATED, units=UNITS)[0].quotation


def test_long_sentence_is_cut_to_what_a_task_takes() -> None:
    found = proposals(f"东关街道要于9月30日前完成{'整治' * 400}。", dated_on=DATED, units=UNITS)
    assert (len(found[0].title), len(found[0].quotation)) == (200, 500)
