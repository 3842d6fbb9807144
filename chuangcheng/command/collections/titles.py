"""Which line names a speech or document, and what the lines below it say: who spoke, when, from where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MOST_TITLE = 60  # letters; our choice
SPEECH, PAPER = "speech", "paper"
_SPEECH = re.compile(
    r"(?:上|中|时|前|期间)的?(?:重要)?(?:讲话|致辞|发言|表态发言|主持词|主持讲话|点评|总结讲话|动员讲话|报告|汇报)(?:提纲|要点|摘要|稿)?$"
    r"|^.{2,40}(?:讲话|致辞|主持词|表态发言|交流发言|经验发言|发言材料|点评讲话|动员讲话|讲话提纲|讲话稿)$"
)
_PAPER = re.compile(
    r"(?:^关于.{3,50}|^.{2,50})的?(?:通知|意见|方案|报告|函|请示|批复|决定|通报|办法|细则|规定"
    r"|要点|纪要|倡议书|公告|工作总结|工作安排|汇报)(?:[（(](?:试行|摘要|节选|示例)[）)])?$"
)
_MARKED = re.compile(
    r"^(?:【[^】]{1,8}】|(?:第[一二三四五六七八九十百\d]{1,3}[篇份]"
    r"|篇[一二三四五六七八九十\d]{1,3}|[文材]\S?[一二三四五六七八九十\d]{1,2})\s*[：:、\s])\s*"
)
_NOTED = re.compile(r"[（(](?:示例|节选|摘要|摘录|根据录音整理|[^）)]{0,8}年[^）)]{0,12})[）)]$")
_ENUMERATED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\(\d+\)|\d+[.．、]|[一二三四五六七八九十]是)"
)
_SENTENCE = re.compile(r"[。！？；，]|[：:]$")
_DAY = re.compile(
    r"(20\d{2})\s*年\s*(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*日"
    r"|(20\d{2})[-./](1[0-2]|0?[1-9])[-./](3[01]|[12]\d|0?[1-9])"
)
_MONTH = re.compile(r"(20\d{2})\s*年\s*(1[0-2]|0?[1-9])\s*月")
_SOURCE = re.compile(r"^[（(【]?\s*(?:来源|出处|文号|选自|摘自|原载)\s*[：:]?\s*(?P<words>.+?)\s*[）)】]?$")
_NUMBER = re.compile(r"^\S{2,20}[〔\[［（(]20\d{2}[〕\]］）)]\s*(?:第\s*)?\d{1,4}\s*号$")
_SPEAKER = re.compile(r"^[（(]?\s*(?:讲话人|发言人|主讲|作者|主持人|致辞人)\s*[：:]\s*(?P<words>[^）)]{2,30})[）)]?$")
_POST = re.compile(
    r"^(?P<words>\S{0,16}(?:书记|区长|市长|县长|主任|局长|部长|秘书长|组长|主席|镇长|常委)"
    r"(?:、\S{1,12})?[\s　]+\S{1,4}(?:[\s　]\S{1,2})?)$"
)
# A text layer of a PDF loses the space between post and name. Then only a usual family name, or a mask, tells a name.
_FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐韩冯邓曹彭曾肖田董袁潘蒋蔡杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦傅邹孟"
    "熊秦邱尹薛闫侯陶黎贺顾毛郝龚邵钱武戴孔汤凌"
)
_GLUED = re.compile(
    r"^(?P<words>\S{0,16}(?:书记|区长|市长|县长|主任|局长|部长|秘书长|组长|主席|镇长|常委)"
    rf"(?:[{_FAMILY_NAMES}][\u4e00-\u9fff]{{1,2}}|[{_FAMILY_NAMES}]?[*＊xXＸ×]{{1,3}}|[{_FAMILY_NAMES}]某{{1,2}}))$"
)
_NAME_IN_DAY = re.compile(r"^[（(].*?日[\s，,、]+(?P<words>\S{2,20}?)[）)]$")
NEAR_TITLE, NEAR_END = 6, 3  # lines that are looked at; our choice


@dataclass(frozen=True, slots=True)
class Told:
    """What the lines of a part say of it."""

    speaker: str = ""
    source: str = ""
    day: date | None = None
    lines: tuple[int, ...] = ()  # places, among the lines given, of those that say it


def plain_title(words: str) -> str:
    """A title without the mark that counts it and without letters spread by spaces."""
    bare = _MARKED.sub("", words).strip()
    letters = bare.split()
    return "".join(letters) if len(letters) > 1 and all(len(each) == 1 for each in letters) else bare


def kind_of(words: str) -> str:
    """speech or paper, by the name; empty when the line does not name either."""
    bare = _NOTED.sub("", plain_title(words)).strip()
    if (
        len(bare) > MOST_TITLE
        or _ENUMERATED.match(bare)
        or _SENTENCE.search(bare)
        or bare.startswith(("“", "《", "（", "("))
    ):
        return ""
    if _SPEECH.search(bare):
        return SPEECH
    return PAPER if _PAPER.search(bare) and len(bare) > 5 else ""  # noqa: PLR2004 - 关于…的通知 says something


def is_title(words: str) -> bool:
    """True for the form of a title; where it stands decides more."""
    return bool(kind_of(words))


def is_marked(words: str) -> bool:
    """第三篇：…, 【篇三】: says itself that a part begins."""
    return (
        bool(_MARKED.match(words))
        and not _SENTENCE.search(words[:-1].replace("：", "", 1))
        and len(words) <= MOST_TITLE
    )


def says_when(words: str) -> bool:
    """True for a line that is a date and little more, as below a title."""
    return bool(_DAY.search(words) or _MONTH.search(words)) and len(words) <= 30 and not words.endswith("。")  # noqa: PLR2004


def told_by(head: list[str], foot: list[str]) -> Told:
    """What the lines below a title and the last lines of a part say; the head before the foot.

    Places count the head from 0; the foot is only read.
    """
    speaker, source, day, places = "", "", None, []
    for place, words in enumerate(head[:NEAR_TITLE]):
        if len(words) > MOST_TITLE:
            break
        said = (_speaker(words), _source(words), day_of(words) if says_when(words) else None)
        if any(said):
            places.append(place)
        speaker, source, day = speaker or said[0], source or said[1], day or said[2]
    for words in foot[-NEAR_END:]:
        source = source or _source(words)
        day = day or (day_of(words) if says_when(words) else None)
    return Told(speaker, source, day, tuple(places))


def day_of(words: str) -> date | None:
    """The first whole day in the words; the first of a month does not count as one."""
    match = _DAY.search(words)
    if match is None:
        return None
    year, month, day = (int(each) for each in match.groups() if each)
    try:
        return date(year, month, day)
    except ValueError:  # 2月30日
        return None


def _speaker(words: str) -> str:
    bare = _NOTED.sub("", words) if not words.startswith(("（", "(")) else words
    for pattern in (_SPEAKER, _POST, _GLUED, _NAME_IN_DAY):
        if match := pattern.match(bare):
            return match["words"].strip()
    return ""


def _source(words: str) -> str:
    if match := _SOURCE.match(words):
        return match["words"].strip()[:100]
    return words.strip() if _NUMBER.match(words.strip()) else ""
