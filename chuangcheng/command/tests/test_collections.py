"""A collection is cleaned, split and flagged, and nothing of it is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.command.collections.cleaning import HIDDEN, Mark, removals, shown_text, without
from chuangcheng.command.collections.flags import Trouble, flags_of, numeral_of, value_of
from chuangcheng.command.collections.splitting import CONTENTS, Why, split
from chuangcheng.command.collections.titles import kind_of, told_by

BODY = "同志们，今天我们开会，部署下一步的工作，请大家认真听、认真记，会后抓好落实。"
BOOK = (
    "创建工作讲话选编\n目　录\n"
    "在创建工作动员会上的讲话……1\n关于开展背街小巷整治的通知……3\n\f"
    f"在创建工作动员会上的讲话\n（2026年3月5日）\n区委书记　凌云\n{BODY}\n一、提高认识\n"
    f"{BODY}我们要继续推进这项\n— 1 —\f"
    f"工作，不能松劲，抓出成效。\n二、抓好落实\n{BODY}\n— 2 —\f"
    f"关于开展背街小巷整治的通知\n云创办〔2026〕12号\n各街道：\n{BODY}\n2026年4月1日\n— 3 —"
)
PIECES = st.sampled_from(
    [
        "在创建工作推进会上的讲话",
        "关于做好迎检工作的通知",
        "（2026年3月5日）",
        "— 12 —",
        "第3页共20页",
        "\x0c",
        "\n",
        "\n\n",
        "目录",
        "一、提高认识",
        "要抓紧推进这项",
        "工作。",
        "=====",
        "13800001234",
        "well-",
        "known",
        BODY,
        "\u3000\u3000",
        "7",
        "页眉示例文字",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_text_and_removals_are_the_whole_text(text: str) -> None:
    removed = removals(text)
    at, rebuilt = 0, ""
    for each in removed:
        assert each.start >= at
        assert each.end > each.start
        rebuilt += text[at : each.start] + text[each.start : each.end]
        at = each.end
    assert rebuilt + text[at:] == text


@given(st.lists(PIECES, max_size=30).map("".join))
def test_parts_follow_each_other_and_leave_nothing_out(text: str) -> None:
    parts = split(text, removals(text))
    assert "".join(text[part.start : part.end] for part in parts) == text


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    parts = split(text, removals(text))
    assert parts[0].start == 0
    assert parts[-1].end == len(text)
    flags_of(text)


def test_a_book_is_split_by_its_table_of_contents() -> None:
    parts = split(BOOK, removals(BOOK))
    assert [(part.kind, part.title) for part in parts] == [
        (CONTENTS, "目录"),
        ("speech", "在创建工作动员会上的讲话"),
        ("paper", "关于开展背街小巷整治的通知"),
    ]
    assert [part.why for part in parts[1:]] == [Why.CONTENTS, Why.CONTENTS]


def test_a_part_tells_who_when_and_from_where() -> None:
    speech, paper = split(BOOK, removals(BOOK))[1:]
    assert (speech.speaker, speech.day) == ("区委书记　凌云", date(2026, 3, 5))
    assert (paper.source, paper.day) == ("云创办〔2026〕12号", date(2026, 4, 1))


def test_page_marks_go_and_a_sentence_over_the_page_is_joined() -> None:
    removed = removals(BOOK)
    shown = shown_text(BOOK, removed)
    assert "— 1 —" not in shown
    assert "我们要继续推进这项工作，不能松劲" in shown
    assert {each.mark for each in removed} >= {Mark.PAGE_NUMBER, Mark.PAGE_BREAK, Mark.LINE_BREAK}


def test_what_was_taken_out_can_come_back() -> None:
    removed = removals(BOOK)
    number = next(each for each in removed if each.mark is Mark.PAGE_NUMBER)
    assert "— 1 —" in shown_text(BOOK, without(removed, {number.start}))


def test_a_repeated_head_goes_but_its_first_place_stays() -> None:
    text = "\f".join(f"创建工作讲话选编\n第{word}段内容在这里，说得完整。" for word in "甲乙丙丁")
    assert shown_text(text, removals(text)).count("创建工作讲话选编") == 1


def test_numbers_of_people_are_never_shown_and_never_come_back() -> None:
    text = "联系人：李联络，13800001234。"
    removed = removals(text)
    assert shown_text(text, without(removed, {each.start for each in removed})) == f"联系人：李联络，{HIDDEN}。"


def test_without_contents_a_title_with_a_date_begins_a_part() -> None:
    text = f"在动员会上的讲话\n（2026年3月5日）\n{BODY}\n\n"
    text += f"在点评会上的讲话\n（2026年6月8日）\n{BODY}\n学习在动员会上的讲话\n{BODY}"
    assert [part.title for part in split(text, removals(text))] == ["在动员会上的讲话", "在点评会上的讲话"]


def test_signs_and_marks_begin_parts() -> None:
    text = f"第一篇：抓环境\n{BODY}\n=====\n抓秩序\n{BODY}\n篇三：抓服务\n{BODY}"
    parts = split(text, removals(text))
    assert [part.title for part in parts] == ["抓环境", "抓秩序", "抓服务"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("在全区创建工作推进会上的讲话", "speech"),
        ("表态发言", ""),
        ("区城管局表态发言", "speech"),
        ("关于印发工作方案的通知", "paper"),
        ("一、关于整治的通知", ""),
        ("学习了在会上的讲话，很受教育。", ""),
        ("背街小巷整治工作方案（试行）", "paper"),
    ],
)
def test_titles_are_known_by_their_form(words: str, kind: str) -> None:
    assert kind_of(words) == kind


def test_a_speaker_may_stand_beside_the_day() -> None:
    assert told_by(["（2026年3月5日，凌云）"], []).speaker == "凌云"
    for words in ("区委书记张**", "区长李XX", "区委书记凌云", "区创城办主任王小明"):
        assert told_by([words], []).speaker == words
    for words in ("区委书记讲话", "区长办公会议", "主任例会安排", "秘书长负总责"):
        assert told_by([words], []).speaker == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请**街道落实。", [(Trouble.MASK, "**", "")]),
        ("XX区某某街道", [(Trouble.MASK, "XX", ""), (Trouble.MASK, "某某", "")]),
        ("一、甲\n三、乙", [(Trouble.GAP, "三", "二")]),
        ("一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅", []),
        ("1.甲\n2.乙\n2.丙", [(Trouble.AGAIN, "2", "3")]),
        ("做好三件事：一是甲；二是乙；四是丙。", [(Trouble.GAP, "四", "三")]),
        ("一是甲。\n二是乙。\n三是丙。\n一是丁。\n二是戊。", []),
        ("一是甲。\n一、标题\n二是乙。", [(Trouble.GAP, "二", "一")]),
        ("一是甲。\n三是乙。", [(Trouble.GAP, "三", "二")]),
        ("EXXON公司", []),
    ],
)
def test_masks_and_broken_numbering_are_flagged(text: str, expected: list[tuple[Trouble, str, str]]) -> None:
    assert [(flag.trouble, flag.words, flag.expected) for flag in flags_of(text)] == expected


def test_a_paragraph_that_stands_twice_is_flagged() -> None:
    assert [flag.trouble for flag in flags_of(f"{BODY}\n{BODY}")] == [Trouble.TWICE]


@given(st.integers(1, 99))
def test_numerals_are_read_as_they_are_written(value: int) -> None:
    assert value_of(numeral_of(value)) == value
