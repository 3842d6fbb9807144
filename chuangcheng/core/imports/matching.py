"""Which column a header word means: the same word, or one much like it. Words that tell things apart (time,
phone, number) must agree, for 责任领导 and 责任领导电话 are alike but not the same."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from chuangcheng.core.imports.columns import Column, header_key

EXACT = 1.0
LIKE = 0.8  # weight of a word that is only alike; our choice
PARENT = 0.6  # weight of the word above a sub-heading that says nothing itself; our choice
_ALIKE = 80  # of 100, rapidfuzz ratio: one character in five may differ; our choice
_LONGEST = 24  # letters of a header word
_TELLING = (
    *("电话", "手机", "号码", "时间", "日期", "时限", "期限", "编号", "编码", "代码", "序号", "地址", "经度", "纬度"),
    *("类型", "类别", "分值", "得分", "数量", "备注", "照片", "图片", "职务", "说明", "前", "后", "率", "标准", "内容"),
    *("项目", "方法", "规则", "参数", "情况", "状态", "人员", "牵头", "责任", "配合", "主管", "联系", "上级", "简称"),
)


class Matcher:
    """Knows the header words of some columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._words = {header_key(word): column.key for column in columns for word in (*column.synonyms, column.key)}
        self._known: dict[str, tuple[str, float]] = {}

    def match(self, path: Sequence[str]) -> tuple[str, float]:
        """Key and weight (0..1) for a header, given from its top row to its bottom one; ("", 0.0): unknown."""
        if not path:
            return "", 0.0
        best = max((self._match(path[-1]), self._match("".join(path))), key=lambda found: found[1])
        if best[0] or len(path) == 1:
            return best
        key, weight = self._match(path[0])
        return key, weight * PARENT

    def _match(self, text: str) -> tuple[str, float]:
        if text not in self._known:
            self._known[text] = self._look_up(header_key(text))
        return self._known[text]

    def _look_up(self, word: str) -> tuple[str, float]:
        if word in self._words:
            return self._words[word], EXACT
        if not 1 < len(word) <= _LONGEST:
            return "", 0.0
        likeness = {known: fuzz.ratio(word, known) for known in self._words if _told(known) == _told(word)}
        nearest = max(likeness, key=likeness.__getitem__, default="")
        return (self._words[nearest], LIKE) if nearest and likeness[nearest] >= _ALIKE else ("", 0.0)


def _told(word: str) -> frozenset[str]:
    return frozenset(telling for telling in _TELLING if telling in word)
