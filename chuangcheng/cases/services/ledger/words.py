"""What the words of a problem ledger mean: where a case stands, where it came from. Our choice; knows no database."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from chuangcheng.cases.states import STATE_LABELS, State

KEPT = 4096  # texts whose meaning is remembered: a ledger says the same again and again
YES = frozenset({"是", "√", "✓", "✔", "☑", "✅", "y", "t", "yes", "1", "true", "对", "有", "v", "已", "100%"})
DONE = frozenset({"已完成", "完成", "已销", "已核销", "已完结", "完结"})  # in a column that asks whether it is closed
UNDER_WAY = re.compile(r"整改中|处置中|办理中|处理中|进行中|推进中|正在|未(?!发现)|没有|不到位|不合格")
CLOSED = re.compile(r"销号|核销|办结|结案|验收合格|核查合格|复查合格|已核实")
FIXED = re.compile(
    r"已整改|整改到位|整改完成|完成整改|已完成|已处理|已处置|已清理|已修复|已解决|已反馈|已改|整改完毕|已办理|已落实|已恢复|已更换|已拆除|已规范|已清除|完成$"
)
REJECTED = re.compile(r"不予立案|不属实|不予受理|未发现问题|非责任")
SUSPENDED = re.compile(r"挂账|暂缓|长期整改|列入计划")
VOID = re.compile(r"作废|重复")
BY_LABEL = {label: state for state, label in STATE_LABELS.items()}

SOURCES = (  # the first whose word stands in the cell
    ("superior", ("省", "中央", "国家", "市级", "上级", "测评反馈", "督查反馈")),
    ("public", ("群众", "热线", "12345", "信箱", "投诉", "举报", "随手拍", "市民", "媒体", "提案", "建议")),
    ("patrol", ("巡查", "巡逻", "街巷长", "自查", "网格")),
    ("check", ("检查", "评比", "暗访", "测评", "督查", "督导", "拉练", "考察")),
)


@lru_cache(maxsize=KEPT)
def plain(text: str) -> str:
    """Without what offices write differently: widths, case, blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=KEPT)
def state_of(*, status: str, fixed: str, closed: str, has_unit: bool, has_fixed_day: bool) -> State:
    """Where a row says that its problem stands.

    What is said to be closed is closed; what is said or dated to be fixed waits for verification; all else is with
    the unit named, or waits for dispatch when none is.
    """
    told, mark, done = plain(status), plain(closed), plain(fixed)
    if told in BY_LABEL:
        return _with_unit(BY_LABEL[told], has_unit=has_unit)
    for state, words in ((State.VOID, VOID), (State.REJECTED, REJECTED), (State.SUSPENDED, SUSPENDED)):
        if words.search(told):
            return state
    if mark in YES or mark in DONE or _says(CLOSED, mark) or _says(CLOSED, told):
        return State.CLOSED
    if has_fixed_day or done in YES or told in YES or any(_says(FIXED, text) for text in (told, mark, done)):
        return _with_unit(State.FED_BACK, has_unit=has_unit)
    return _with_unit(State.FIXING, has_unit=has_unit)


@lru_cache(maxsize=KEPT)
def source_of(text: str) -> str:
    """The case's source for the words of the ledger; "imported" when they tell none."""
    told = plain(text)
    return next((source for source, words in SOURCES if any(word in told for word in words)), "imported")


@lru_cache(maxsize=KEPT)
def is_urgent(text: str) -> bool:
    """Whether the row calls the problem urgent or grave."""
    told = text.casefold()
    return bool(re.search(r"紧急|特急|加急|严重|重大|urgent", told)) and not re.search(r"不|\bnot\b", told)


def _says(words: re.Pattern[str], text: str) -> bool:
    """True when the words stand there and nothing denies them or says that it is under way."""
    return bool(words.search(text)) and not UNDER_WAY.search(text)


def _with_unit(state: State, *, has_unit: bool) -> State:
    """A problem that nobody was named for can only wait for dispatch."""
    return State.FILED if state in {State.FIXING, State.FED_BACK} and not has_unit else state
