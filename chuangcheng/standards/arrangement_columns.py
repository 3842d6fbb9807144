"""The columns of a 任务分解表 about how a standard is to be carried out."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.values import BadValue, parse_text, shown
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.sheets import Cell, cell_text
from chuangcheng.standards.models import Arrangement
from chuangcheng.standards.names_and_phones import without_phones
from chuangcheng.standards.services.checking import length_of


def _fitting(key: str, parse: Callable[[Cell], str]) -> Callable[[Cell], str]:
    """The parser, refusing a text that the table cannot hold."""
    most = length_of(Arrangement, key)

    def fitting(cell: Cell) -> str:
        text = parse(cell)
        if len(text) > most:
            raise BadValue(gettext("%(cell)s太长，最多%(most)s个字。") % {"cell": shown(cell), "most": most})
        return text

    return fitting


def _names(cell: Cell) -> str:
    return without_phones(cell_text(cell))


def _without_numbers(cell: Cell) -> str:
    return mask_phones_in(parse_text(cell))


ARRANGEMENT_COLUMNS = (
    Column(
        "leader",
        (
            *("分管领导", "责任领导", "牵头领导", "包抓领导", "包联领导", "分管负责人", "分管县领导", "分管区领导"),
            *("分管市领导", "县级领导", "区级领导", "市级领导", "责任县领导", "责任区领导", "牵头区领导", "牵头县领导"),
            *("分管领导及电话", "分管领导及联系电话", "leader"),
        ),
        parse=_fitting("leader", _names),
        sample="领导1",
        help="只取姓名，电话不导入。",
    ),
    Column(
        "in_charge",
        (
            *("责任人", "责任人及电话", "责任人及联系电话", "责任人及联系方式", "责任人电话", "责任人姓名及电话"),
            *(
                "具体责任人",
                "第一责任人",
                "直接责任人",
                "联系人",
                "联系人及电话",
                "联系人及联系电话",
                "联系人及联系方式",
            ),
            *("联络员", "联络员及电话", "联络人", "经办人", "负责人", "负责人及电话", "具体负责人", "person in charge"),
        ),
        parse=_fitting("in_charge", _names),
        sample="张三",
        help="只取姓名，电话请登记在人员名册中。",
    ),
    Column(
        "due",
        (
            *("完成时限", "完成时间", "完成期限", "时限要求", "时间要求", "办结时限", "完成日期", "工作时限", "due"),
            *("时间节点", "推进时限"),
        ),
        spare=("时限", "期限"),
        parse=_fitting("due", parse_text),
        sample="9月底前",
        help="照原文保留，不作倒计时。",
    ),
    Column(
        "frequency",
        (
            *("频次", "报送频次", "工作频次", "检查频次", "考核频次", "督查频次", "测评频次", "巡查频次", "频次要求"),
            *("频率", "工作频率", "报送频率", "检查频率", "报送周期", "frequency"),
        ),
        parse=_fitting("frequency", parse_text),
        sample="每季度1次",
    ),
    Column(
        "third_level",
        ("标准上级指标", "third level"),
        spare=("Ⅲ级指标", "三级指标"),
        parse=_fitting("third_level", parse_text),
        fill=True,
        sample="市容环境",
        help="在测评标准之外另有Ⅲ级指标的，照原文保留。",
    ),
    Column(
        "note",
        ("备注", "备注说明", "note", "remarks"),
        parse=_fitting("note", _without_numbers),
        sample="",
        help="照原文保留，电话号码除外。",
    ),
)
