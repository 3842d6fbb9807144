"""Reading what a standard asks for, as offices write it: 「统计表格1份（近12个月）：收运统计」. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chuangcheng.evidence.workflow import Kind

KIND_WORDS = (  # in this order: 图片说明 is a picture, 统计报告 a report
    (Kind.PICTURE, ("图片", "照片", "实景", "截图")),
    (Kind.DOCUMENT, ("规范性文件", "文件", "方案", "制度", "办法", "通知", "规定", "纪要")),
    (Kind.REPORT, ("报告", "说明", "总结")),
    (Kind.TABLE, ("表格", "统计", "清单", "台账", "名单", "表")),
)
ENTRY = re.compile(r"[；;\n]+")
COUNT = re.compile(r"(\d{1,3})\s*(?:份|张|个|件|幅|篇|套)")
MONTHS = re.compile(r"近\s*(\d{1,3})\s*个月")
HEAD = re.compile(r"^([^：:]{1,40})[：:](.+)$", re.DOTALL)
MOST_COUNT = 100  # pieces of one request; our choice
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a standard asks for."""

    title: str
    kind: Kind
    count: int
    months: int | None  # how far back; None: not said


def wanted_of(text: str) -> list[Wanted]:
    """The things that the words ask for, in their order; none where nothing is written."""
    entries = (entry.strip(" 。．.、，,　") for entry in ENTRY.split(text))
    return [_wanted(entry) for entry in entries if entry]


def _wanted(entry: str) -> Wanted:
    count, months = COUNT.search(entry), MONTHS.search(entry)
    head = HEAD.match(entry)
    title = head[2].strip() if head and (COUNT.search(head[1]) or MONTHS.search(head[1])) else entry
    return Wanted(
        title=title[:MOST_LETTERS],
        kind=_kind(head[1] if head else entry),
        count=min(MOST_COUNT, max(1, int(count[1]))) if count else 1,
        months=int(months[1]) if months else None,
    )


def _kind(words: str) -> Kind:
    return next((kind for kind, signs in KIND_WORDS if any(sign in words for sign in signs)), Kind.OTHER)
