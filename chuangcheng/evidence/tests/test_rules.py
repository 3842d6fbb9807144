from __future__ import annotations

import pytest

from chuangcheng.evidence.wanted import Wanted, wanted_of
from chuangcheng.evidence.workflow import Kind, Mark, MarkRefused, Standing, State, checked_mark, standing_of, state_of


def test_what_a_standard_asks_for_is_read_from_its_words() -> None:
    text = "统计表格1份（近12个月）：垃圾收运统计；实景图片4张（近6个月）：分类设施"
    assert wanted_of(text) == [
        Wanted("垃圾收运统计", Kind.TABLE, 1, 12),
        Wanted("分类设施", Kind.PICTURE, 4, 6),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "title", "count"),
    [
        ("规范性文件1份：清扫保洁作业标准", Kind.DOCUMENT, "清扫保洁作业标准", 1),
        ("说明报告1份：市容工作情况", Kind.REPORT, "市容工作情况", 1),
        ("印发的工作方案", Kind.DOCUMENT, "印发的工作方案", 1),
        ("现场照片3张", Kind.PICTURE, "现场照片3张", 3),
        ("其他：锦旗", Kind.OTHER, "其他：锦旗", 1),
        ("图片999张", Kind.PICTURE, "图片999张", 100),
    ],
)
def test_other_wordings_are_read_too(text: str, kind: Kind, title: str, count: int) -> None:
    assert wanted_of(text) == [Wanted(title, kind, count, None)]


def test_nothing_is_read_where_nothing_is_written() -> None:
    assert wanted_of("") == []
    assert wanted_of(" ；。\n") == []


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([], State.ASKED),
        (["", "accepted"], State.TO_REVIEW),
        (["accepted"], State.ASKED),
        (["accepted", "returned"], State.RETURNED),
        (["accepted", "accepted"], State.ACCEPTED),
        (["accepted", "accepted", "returned"], State.ACCEPTED),
    ],
)
def test_where_a_request_for_two_stands_follows_from_its_pieces(verdicts: list[str], state: State) -> None:
    assert state_of(2, standing_of(verdicts)) is state


def test_a_standing_counts_each_verdict() -> None:
    assert standing_of(["", "accepted", "returned", ""]) == Standing(accepted=1, waiting=2, returned=1)


@pytest.mark.parametrize(
    "mark",
    [
        Mark(-0.1, 0, 0.5, 0.5),
        Mark(0.8, 0, 0.5, 0.5),
        Mark(0, 0.8, 0.5, 0.5),
        Mark(0, 0, 0, 0.5),
        Mark(float("nan"), 0, 0.1, 0.1),
        Mark(0, 0, float("inf"), 0.1),
    ],
)
def test_a_mark_outside_the_picture_is_refused(mark: Mark) -> None:
    with pytest.raises(MarkRefused):
        checked_mark(mark)


def test_a_mark_may_cover_the_whole_picture() -> None:
    assert checked_mark(Mark(0, 0, 1, 1)) == Mark(0, 0, 1, 1)
