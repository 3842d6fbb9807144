"""The import kind `cases`: problem ledgers as offices keep them. Imported history keeps its state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.access import IMPORT
from chuangcheng.cases.services.ledger import apply_case_rows
from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.values import parse_code, parse_list, parse_moment
from chuangcheng.core.sheets import Cell


def _as_it_stands(cell: Cell) -> Cell:
    """The cell itself: the service understands it, and a cell that says nothing is no reason to leave the row out."""
    return cell


COLUMNS = (
    Column(
        "code",
        ("问题编号", "编号", "案件编号", "工单号", "工单编号", "台账编号", "案卷编号", "code"),
        parse=parse_code,
        sample="WT-001",
        help="本单位自己的编号；没有可以不填。",
    ),
    Column("serial", ("序号", "no"), parse=parse_code, sample=1),
    Column(
        "found_at",
        (
            *("发现时间", "发现日期", "检查时间", "检查日期", "上报时间", "上报日期", "交办时间", "交办日期"),
            *("登记时间", "登记日期", "反映时间", "受理时间", "时间", "日期"),
        ),
        required=True,
        parse=parse_moment,
        sample="2026-03-14 11:09",
    ),
    Column(
        "source",
        ("来源", "问题来源", "检查类型", "检查方式", "发现途径", "发现方式", "检查类别", "信息来源"),
        sample="日巡查",
    ),
    Column(
        "place",
        (
            *("点位", "点位名称", "测评点名称", "测评点", "检查点位", "问题点位", "地点", "问题地点", "存在地点"),
            *("问题位置", "具体位置", "位置", "发生地点", "place"),
        ),
        sample="柳巷",
        help="与点位台账同名的归到该点位，其余按文字保存。",
    ),
    Column(
        "area", ("所在街镇", "所属街镇", "所属街道", "街道", "街镇", "镇街", "乡镇", "属地", "社区"), sample="东关街道"
    ),
    Column(
        "description",
        (
            *("问题描述", "存在问题", "存在的问题", "主要问题", "发现问题", "具体问题", "问题内容", "问题情况"),
            *("问题", "反映内容", "诉求内容", "事项", "description"),
        ),
        required=True,
        sample="人行道地砖破损4处",
    ),
    Column("class", ("问题类别", "问题类型", "问题分类", "小类", "类别", "class"), sample="人行道破损"),
    Column(
        "unit",
        (
            *("责任单位", "牵头单位", "整改单位", "责任部门", "主要责任部门", "主要责任单位", "整改责任单位"),
            *("承办单位", "主办单位", "处置单位", "办理单位", "unit"),
        ),
        parse=parse_list,
        sample="区城管局",
        help="有几个单位时，第一个牵头，其余配合。",
    ),
    Column("assisting", ("配合单位", "协办单位", "协助单位"), parse=parse_list, sample=""),
    Column(
        "term",
        (
            *("整改时限", "限时", "时限", "整改期限", "限期", "完成时限", "办结时限", "整改要求时限", "办理时限"),
            *("要求完成时间", "规定完成时间"),
        ),
        parse=_as_it_stands,
        sample="3天",
        help="立行立改、24小时、3天、2个工作日，或日期。",
    ),
    Column("due_at", ("期限", "截止时间", "到期时间"), parse=_as_it_stands, sample=""),
    Column(
        "status",
        (
            *("状态", "整改情况", "整改状态", "办理状态", "办理情况", "处理情况", "整改进展", "进展情况"),
            *("整改结果", "办理结果", "完成情况", "status"),
        ),
        sample="已整改",
    ),
    Column("measures", ("整改措施", "处置说明", "处理措施", "办理说明", "整改说明"), sample=""),
    Column(
        "fixed_at",
        (
            *("完成时间", "整改完成时间", "整改时间", "完成日期", "整改日期", "反馈时间", "实际完成时间"),
            *("办理时间", "整改完成日期"),
        ),
        parse=_as_it_stands,
        sample="2026-03-17",
    ),
    Column(
        "closed",
        ("是否销号", "销号", "销号情况", "是否办结", "是否结案", "办结情况"),
        sample="是",
    ),
    Column("fixed", ("是否整改", "是否完成", "是否整改到位", "是否整改完成"), sample=""),
    Column("closed_at", ("销号时间", "结案时间", "办结时间", "销号日期", "办结日期"), parse=_as_it_stands, sample=""),
    Column("severity", ("紧急程度", "严重程度", "等级", "问题等级"), sample="一般"),
)


def register_kind() -> None:
    """Called once, when the application is ready."""
    register(
        ImportKind(
            code="cases",
            label=_("问题台账"),
            columns=COLUMNS,
            permission=IMPORT,
            apply=apply_case_rows,
            sheet_names=("问题", "问题台账", "问题清单"),
            rank=6,
        )
    )
