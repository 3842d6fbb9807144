"""The import kind `results`: what superiors publish about a round, in the layouts of their notices, and our export."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.values import (
    BadValue,
    choice,
    parse_date,
    parse_integer,
    parse_number,
    parse_text,
    parse_yes_no,
    shown,
)
from chuangcheng.core.sheets import Cell, cell_text
from chuangcheng.scoring.access import MANAGE_RANKS
from chuangcheng.scoring.engine import half_up
from chuangcheng.scoring.models import OfficialRound
from chuangcheng.scoring.services.official_rows import apply_result_rows

MOST_PLACES, MOST_POINTS = 5000, 10_000
LEVELS = {
    "国家级": OfficialRound.Level.NATIONAL,
    "全国": OfficialRound.Level.NATIONAL,
    "中央": OfficialRound.Level.NATIONAL,
    "省级": OfficialRound.Level.PROVINCIAL,
    "省": OfficialRound.Level.PROVINCIAL,
    "市级": OfficialRound.Level.MUNICIPAL,
    "市": OfficialRound.Level.MUNICIPAL,
    "其他": OfficialRound.Level.OTHER,
    "区级": OfficialRound.Level.OTHER,
    "县级": OfficialRound.Level.OTHER,
}
NOTHING = frozenset({"—", "-", "/", "无", "未公布"})
_PLACE = re.compile(r"(?:并列)?第?\s*(\d{1,4})\s*(?:名|位)?(?:[(（]?\s*并列\s*[)）]?)?")


def parse_place(cell: Cell) -> int | None:
    """The place in a cell: 3, 第3名, 并列第3, 3（并列）; None where a stroke says there is none. Raises BadValue."""
    text = cell_text(cell).strip()
    if text in NOTHING:
        return None
    match = _PLACE.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= MOST_PLACES:
        raise BadValue(gettext("%(value)s不是名次，请写成“3”或“第3名”。") % {"value": shown(cell)})
    return int(match[1])


def parse_points(cell: Cell) -> Decimal | None:
    """Points of 4 places; None where a stroke says that there are none. Raises BadValue."""
    if cell_text(cell).strip() in NOTHING:
        return None
    number = parse_number(cell)
    if not 0 <= number <= MOST_POINTS:
        raise BadValue(gettext("分数应在0到10000之间，请更正。"))
    return half_up(number, 4)


def parse_quota(cell: Cell) -> int:
    """A number of places to be won. Raises BadValue."""
    number = parse_integer(cell)
    if not 1 <= number <= MOST_PLACES:
        raise BadValue(gettext("名额应在1到5000之间，请更正。"))
    return number


COLUMNS = (
    Column(
        "place",
        (
            "地区",
            "城市",
            "区县",
            "城区",
            "区（县）",
            "县区",
            "县（市、区）",
            "参评地区",
            "测评地区",
            "名称",
            "place",
            "district",
        ),
        spare=("单位", "单位名称", "地区名称", "城市名称"),
        required=True,
        sample="某某区",
    ),
    Column("group", ("组别", "分组", "所在组", "组", "类别", "group"), fill=True, sample="第一组"),
    Column(
        "total",
        ("总分", "得分", "总得分", "综合得分", "测评总分", "成绩", "总成绩", "最终得分", "加权得分", "total", "score"),
        parse=parse_points,
        sample=92.35,
    ),
    Column(
        "rank",
        ("名次", "排名", "位次", "排序", "组内名次", "组内排名", "总排名", "rank"),
        parse=parse_place,
        sample=3,
        help="公布的名次，照抄；与按总分算的不同时两者都保留。",
    ),
    Column(
        "comments",
        ("评语", "扣分原因", "存在问题", "主要问题", "失分原因", "问题", "点评", "comments"),
        sample="部分背街小巷保洁不到位。",
    ),
    Column(
        "faults",
        ("硬伤", "重大问题", "否决事项", "突出问题", "hard faults"),
        help="几条用分号分开；知道标准编号的写在后面的括号里。",
    ),
    Column("ours", ("是否本地", "本地", "ours"), parse=parse_yes_no, help="不填时按地区名称认。"),
    Column(
        "round",
        ("轮次", "测评轮次", "测评名称", "届次", "批次", "测评", "round"),
        fill=True,
        sample="2025年度市级测评",
        help="没有这一列时用表格上方的标题。",
    ),
    Column(
        "held_on",
        ("测评日期", "测评时间", "实地测评时间", "考评时间", "held on"),
        parse=parse_date,
        fill=True,
        sample="2025-11-20",
    ),
    Column("published_on", ("公布日期", "通报日期", "发布日期", "published on"), parse=parse_date, fill=True),
    Column("level", ("级别", "测评级别", "层级", "level"), parse=choice(LEVELS), fill=True, sample="市级"),
    Column("framework", ("体系", "测评体系", "体系名称", "framework"), fill=True, help="不填为执行中的体系。"),
    Column("edition", ("版本", "体系版本", "edition"), fill=True),
    Column(
        "quota", ("名额", "总名额", "入选名额", "quota"), parse=parse_quota, fill=True, help="全部地区一共几个名额。"
    ),
    Column("group_quota", ("组内名额", "本组名额", "group quota"), parse=parse_quota, fill=True),
    Column("line", ("达标线", "分数线", "合格线", "入围线", "line"), parse=parse_points, fill=True),
    Column("source", ("来源文件", "文件", "文号", "依据", "出处", "source"), parse=parse_text, fill=True),
)


def register_kind() -> None:
    """Called once, when the application is ready."""
    register(
        ImportKind(
            code="results",
            label=_("测评结果"),
            columns=COLUMNS,
            permission=MANAGE_RANKS,
            apply=apply_result_rows,
            sheet_names=("测评结果", "测评成绩", "官方结果"),
            rank=8,
        )
    )
