"""A long title breaks into lines of about the same length."""

from __future__ import annotations

import pytest

from chuangcheng.core.documents.titles import title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("整改通知单", ["整改通知单"]),
        ("关于2026年9月文明城市创建工作情况的通报", ["关于2026年9月文明城市", "创建工作情况的通报"]),
        ("一二三四五六七八九十一二三四五六七八九十一", ["一二三四五六七八九十一", "二三四五六七八九十一"]),
        ("先分好的\n两行", ["先分好的", "两行"]),
        ("A" * 60, ["A" * 60]),
    ],
)
def test_no_letter_stands_alone_on_the_last_line(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_every_letter_is_kept() -> None:
    title = "关于对2026年1月1日至12月31日全区文明城市创建工作（含专项整治）情况进行考核排名并予以通报的决定"
    assert "".join(title_lines(title)) == title
    assert all(len(line) >= 8 for line in title_lines(title))
