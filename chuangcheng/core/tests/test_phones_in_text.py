"""Phones in running text are masked for everybody, and an edited export loses none of them."""

from __future__ import annotations

import pytest

from chuangcheng.core.phones import mask_phones_in, with_phones_of

TEXTS = [
    ("联系张三13800005678。", "联系张三138****5678。"),
    ("张三 138 0000 5678、李四139-0000-1234", "张三 138****5678、李四139****1234"),
    ("＋86 13800005678", "138****5678"),
    ("（１３８０００１２３４５）", "（138****2345）"),
    ("值班0310-5550001转801", "值班0310-****001"),
    ("(0310)5550123找老王", "0310-****123找老王"),
    ("电话：88886666", "电话：****666"),
    ("手机号码 5550001", "手机号码 ****001"),
]
KEPT = [
    "",
    "门前堆放垃圾",
    "2026-09-30前整改，见2026-000123号",
    "发票号20260930123456",
    "坐标111.9434567,31.9612345",
    "面积28000000平方米",
    "已有138****5678",
    "投诉12345",
]


@pytest.mark.parametrize(("written", "shown"), TEXTS)
def test_phones_are_masked_and_come_back_with_the_original(written: str, shown: str) -> None:
    assert mask_phones_in(written) == shown
    assert mask_phones_in(shown) == shown
    assert with_phones_of(f"{shown}已改", written) == f"{written}已改"


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_stay(text: str) -> None:
    assert mask_phones_in(text) == text


def test_number_that_was_taken_out_stays_out() -> None:
    assert with_phones_of("联系张三。", "联系张三13800005678。") == "联系张三。"
