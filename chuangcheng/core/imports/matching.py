"""Which columns a header word may mean: the same word, or one much like it. Words that tell things apart (time,
phone, number) must agree, for 责任领导 and 责任领导电话 are alike but not the same. A word may mean one thing beside
some columns and another beside others: the candidates come with weights, and the sheet as a whole decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from chuangcheng.core.imports.columns import Column, header_key, whole_key

EXACT = 1.0
LIKE = 0.8  # weight of a word that is only alike; our choice
PARENT = 0.6  # weight of the word above a sub-heading that says nothing itself; our choice
SPARE = 0.5  # weight of a word that usually means something else; our choice
_ALIKE = 80  # of 100, rapidfuzz ratio: one character in five may differ; our choice
_LONGEST = 24  # letters of a header word
_TELLING = (
    *("电话", "手机", "号码", "时间", "日期", "时限", "期限", "编号", "编码", "代码", "序号", "地址", "经度", "纬度"),
    *("类型", "类别", "分值", "得分", "数量", "备注", "照片", "图片", "职务", "说明", "前", "后", "率", "标准", "内容"),
    *("项目", "方法", "规则", "参数", "情况", "状态", "人员", "牵头", "责任", "配合", "主管", "联系", "上级", "简称"),
    *("是否", "要求", "措施", "坐标"),
)

Found = dict[str, float]
"""Key → weight (0..1)."""


class Matcher:
    """Knows the header words of some columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        pairs = [(word, column.key) for column in columns for word in (*column.synonyms, column.key)]
        self._whole = {whole_key(word): key for word, key in pairs if whole_key(word) != header_key(word)}
        self._words = {whole_key(word): key for word, key in pairs if whole_key(word) not in self._whole}
        for word, key in pairs:
            self._words.setdefault(header_key(word), key)
        self._spare: dict[str, list[str]] = {}
        for column in columns:
            for word in column.spare:
                self._spare.setdefault(header_key(word), []).append(column.key)
        self._telling = {word: _told(word) for word in self._words}
        self._known: dict[str, Found] = {}

    def match(self, path: Sequence[str]) -> tuple[str, float]:
        """The likeliest key and its weight for a header; ("", 0.0): unknown."""
        found = self.candidates(path)
        key = max(found, key=found.__getitem__, default="")
        return key, found.get(key, 0.0)

    def candidates(self, path: Sequence[str]) -> Found:
        """Every key that a header may mean, given from its top row to its bottom one."""
        if not path:
            return {}
        own = _best(self._match(path[-1]), self._match("".join(path)))
        if own or len(path) == 1:
            return own
        return {key: weight * PARENT for key, weight in self._match(path[0]).items()}

    def _match(self, text: str) -> Found:
        if text not in self._known:
            self._known[text] = self._look_up(text)
        return self._known[text]

    def _look_up(self, text: str) -> Found:
        whole, word = whole_key(text), header_key(text)
        found: Found = {self._whole[whole]: EXACT} if whole in self._whole else {}
        if not found and word in self._words:
            found = {self._words[word]: EXACT}
        if not found and 1 < len(word) <= _LONGEST:
            found = self._alike(word)
        spare = (*self._spare.get(word, ()), *self._spare.get(whole, ()))
        return _best(found, dict.fromkeys(spare, SPARE))

    def _alike(self, word: str) -> Found:
        told = _told(word)
        likeness = {known: fuzz.ratio(word, known) for known, telling in self._telling.items() if telling == told}
        nearest = max(likeness, key=likeness.__getitem__, default="")
        return {self._words[nearest]: LIKE} if nearest and likeness[nearest] >= _ALIKE else {}


def assigned(paths: Iterable[Sequence[str]], matcher: Matcher) -> dict[int, tuple[str, float]]:
    """Position → key and weight: each column and each key once, the best match first, the leftmost of equals."""
    pairs = [(weight, at, key) for at, path in enumerate(paths) for key, weight in matcher.candidates(path).items()]
    found: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for weight, at, key in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if at not in found and key not in taken:
            found[at] = (key, weight)
            taken.add(key)
    return dict(sorted(found.items()))


def _best(first: Found, second: Found) -> Found:
    return {key: max(first.get(key, 0.0), second.get(key, 0.0)) for key in (*first, *second)}


def _told(word: str) -> frozenset[str]:
    return frozenset(telling for telling in _TELLING if telling in word)
