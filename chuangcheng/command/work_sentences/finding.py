"""Which sentences of a text set work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chuangcheng.command.work_sentences.by_when import Anchors, ByWhen, by_when_of
from chuangcheng.command.work_sentences.who import NOBODY, Who, who_in

MOST_FOUND = 100  # of one text; our choice
MOST_QUOTED, MOST_TITLE, SHORTEST = 500, 200, 8  # letters; our choice
_SENTENCE = re.compile(r"[^。！？；\n\r\f]+[。！？；]?[”’]?")
_NUMBER = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[、是]|第?[一二三四五六七八九十]+要?[，、]|（[一二三四五六七八九十\d]+）|\(\d+\)|\d+[.．、](?!\d))\s*"
)
_MODAL = re.compile(
    r"(?<![重主需必纪摘只将不首紧概简])要(?![求么是素点比不到塞职害领闻])|应当|应该|(?<![相适对反响供])应(?![用对急付邀])|必须|务必|须(?!知)|确保|抓紧|切实"
)
_DUTY = re.compile(r"负责(?![的解任人同])|牵头(?!单位|部门)")
_PAST = re.compile(
    r"已经|已于|(?<![不])已(?!知)|[成做作查置现入造到]了(?!解)|以来|上半年|去年|上周|昨天|上次|前一阶段|提前\S{0,3}天|没有按|没有完成|焕然一新|的做法|介绍|反映|强调|说明了|实践证明|必须承认|根据|规定|条例|本办法"
)
_IF = re.compile(r"^(?:如果|只要|只有|为什么|假如|虽然|尽管)|[？?]$|^有的|^个别|^少数|^不少|才能完工|提前完成|议程")
_HOPE = re.compile(
    "高度重视|提高\\S{0,4}(?:认识|站位)|增强|树立|充分认识|坚定|振奋|发扬|保持\\S{0,4}头脑|统一思想|思想统一|以此为契机|以\\S{1,8}为契机|拧成|再接再厉|深思|克服|带头|守土|摆上|清醒|上新台阶|抓紧抓实|落到实处|紧迫感|责任感|忧患意识|发展思想"
)
_VERB = re.compile(
    "完成|整改|排查|报送|上报|报|提交|建立|拆除|清理|修复|更换|拿出|形成|制定|组织|开展|召开|走访|反馈|回复|解决|分解|测算|搬迁|处置|交|检查|巡查|巡河|核查"
)
NEAR = 22  # letters between who and the duty; our choice


@dataclass(frozen=True, slots=True)
class WorkSentence:
    """A sentence that sets work, with its letters in the text."""

    quote: str
    start: int
    end: int
    who: str
    unit_ids: tuple[int, ...]  # of those of ours that are named
    action: str
    by_when: str
    day: date | None


def work_sentences(text: str, *, anchors: Anchors, units: Mapping[str, int]) -> list[WorkSentence]:
    """In the order of the text, each sentence once, at most MOST_FOUND. `units`: name → id."""
    found: dict[str, WorkSentence] = {}
    for start, words in _sentences(text):
        if words not in found and (each := read_sentence(words, start, anchors=anchors, units=units)):
            found[words] = each
            if len(found) == MOST_FOUND:
                break
    return list(found.values())


def read_sentence(words: str, start: int, *, anchors: Anchors, units: Mapping[str, int]) -> WorkSentence | None:
    """What one sentence sets; None when it sets nothing."""
    plain = _NUMBER.sub("", words)
    by_when = by_when_of(plain, anchors)
    if _PAST.search(plain) or _IF.search(plain) or _is_heading(words, by_when):
        return None
    who = next((each for each in who_in(plain, units) if _is_told(plain, each, by_when)), None)
    if who is None or (by_when is None and _only_hopes(plain, who)):
        return None
    said = "" if by_when is None else by_when.words
    day = None if by_when is None else by_when.day
    title = plain.rstrip("。；！？ ")[:MOST_TITLE]
    return WorkSentence(words[:MOST_QUOTED], start, start + len(words), who.words, who.unit_ids, title, said, day)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for match in _SENTENCE.finditer(text):
        words = match[0].strip()
        if len(words) >= SHORTEST:
            yield match.start() + match[0].index(words[0]), words


def _is_heading(words: str, by_when: ByWhen | None) -> bool:
    return bool(_NUMBER.match(words)) and words[-1] not in "。；！？”" and by_when is None and "，" in words


def _is_told(plain: str, who: Who, by_when: ByWhen | None) -> bool:
    """True when the sentence tells these people to do something."""
    before, after = plain[: who.start], plain[who.end :]
    if NOBODY.search(before[-6:]) or before.endswith(("对", "向", "报", "与", "了", "学习")):
        return False
    if before.endswith(("请", "由")) or re.search(r"请[^，。]{0,12}$", before):
        return bool(after.strip("。；，")) and not after.startswith("的")
    near = after[:NEAR]
    if after.startswith("的") and not _MODAL.search(near):
        return False
    if _MODAL.search(near) or _DUTY.search(near):
        return True
    is_after = by_when is not None and by_when.start >= who.end and by_when.start - who.end <= NEAR
    is_first = by_when is not None and by_when.start < who.start
    regular = after.startswith(("每", "定期", "按期", "按时"))
    return bool(_VERB.search(after)) and (is_after or is_first or regular)


def _only_hopes(plain: str, who: Who) -> bool:
    """True when all that is asked for is an attitude."""
    asked = plain[who.end :] or plain
    clauses = [clause for clause in re.split("[，：]", asked.rstrip("。；！")) if clause.strip()]
    return bool(clauses) and (bool(_HOPE.search(clauses[0])) or all(_HOPE.search(clause) for clause in clauses))
