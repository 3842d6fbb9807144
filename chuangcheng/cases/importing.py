"""The import kind `cases`: problem ledgers as offices keep them. Imported history keeps its state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.access import IMPORT
from chuangcheng.cases.services.ledger import apply_case_rows, hidden_round
from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, Target, register
from chuangcheng.core.imports.marks import MARK
from chuangcheng.core.imports.values import parse_code
from chuangcheng.core.sheets import Cell
from chuangcheng.orgs.services import names_in_cell


def _as_it_stands(cell: Cell) -> Cell:
    """The cell itself: the service understands it, and a cell that says nothing is no reason to leave the row out."""
    return cell


COLUMNS = (
    Column(
        "code",
        (
            *(
                "问题编号",
                "编号",
                "案件编号",
                "工单号",
                "工单编号",
                "台账编号",
                "案卷编号",
                "code",
                "number",
                "任务号",
                "任务编号",
            ),
            *("单号", "交办单号", "交办编号", "案件号", "案卷号", "案号"),
        ),
        parse=parse_code,
        sample="WT-001",
        help="本单位自己的编号；没有可以不填。",
    ),
    Column("mark", (MARK,), sample="", help="导出的清单自带，改过的清单带回来时据此认出改了哪些格；自己做的表不填。"),
    Column("serial", ("序号", "no", "问题序号"), parse=parse_code, sample=1),
    Column(
        "found_at",
        (
            *("发现时间", "发现日期", "检查时间", "检查日期", "上报时间", "上报日期", "交办时间", "交办日期"),
            *(
                "登记时间",
                "登记日期",
                "反映时间",
                "受理时间",
                "时间",
                "日期",
                "巡查时间",
                "巡查日期",
                "暗访时间",
                "暗访日期",
            ),
            *(
                "督查时间",
                "督查日期",
                "问题发现时间",
                "派发时间",
                "派发日期",
                "采集时间",
                "下发日期",
                "下发时间",
                "转办时间",
            ),
            *("创建时间", "督导时间", "督导日期", "检查日", "派单时间", "立案时间", "转办日期", "反映日期", "受理日期"),
            "reported",
        ),
        spare=("反馈时间", "反馈日期", "通报时间", "通报日期"),
        required=True,
        parse=_as_it_stands,
        sample="2026-03-14 11:09",
    ),
    Column(
        "source",
        (
            *("来源", "问题来源", "检查类型", "检查方式", "发现途径", "发现方式", "检查类别", "信息来源", "发现渠道"),
            *("反馈来源", "来源渠道", "案件来源", "线索来源", "source"),
        ),
        spare=("检查单位", "督查单位", "检查组", "交办来源"),
        sample="日巡查",
    ),
    Column(
        "place",
        (
            *("点位", "点位名称", "测评点名称", "测评点", "检查点位", "问题点位", "地点", "问题地点", "存在地点"),
            *(
                "问题位置",
                "具体位置",
                "位置",
                "发生地点",
                "place",
                "检查地点",
                "问题所在地",
                "问题地址",
                "检查点",
                "具体地点",
            ),
            *("问题发生地点", "测评点位", "所在位置", "事发地点", "点位名", "检查点名称", "考察点名称"),
        ),
        spare=("详细地址", "地址", "具体地址", "单位名称", "场所名称", "名称", "路段"),
        sample="柳巷",
        help="与点位台账同名的归到该点位，其余按文字保存。",
    ),
    Column(
        "area",
        (
            *(
                "所在街镇",
                "所属街镇",
                "所属街道",
                "街道",
                "街镇",
                "镇街",
                "乡镇",
                "属地",
                "社区",
                "所属社区",
                "所在社区",
            ),
            *(
                "所属乡镇",
                "所在街道",
                "所在乡镇",
                "辖区",
                "所属辖区",
                "属地单位",
                "责任街道",
                "属地街道",
                "办事处",
                "所属办事处",
            ),
            *(
                "乡镇街道",
                "街道乡镇",
                "所在区域",
                "所属区域",
                "镇",
                "村（社区）",
                "社区（村）",
                "属地乡镇",
                "属地街镇",
                "area",
            ),
        ),
        spare=("区域", "片区"),
        sample="东关街道",
    ),
    Column(
        "description",
        (
            *("问题描述", "存在问题", "存在的问题", "主要问题", "发现问题", "具体问题", "问题内容", "问题情况"),
            *(
                "问题",
                "反映内容",
                "诉求内容",
                "事项",
                "description",
                "问题表现",
                "问题具体表现",
                "问题概述",
                "反馈问题",
            ),
            *(
                "具体情况",
                "问题详情",
                "检查发现问题",
                "具体问题描述",
                "存在问题描述",
                "案件描述",
                "问题简述",
                "不达标问题",
            ),
            *("反映问题", "督查发现问题", "问题及表现", "存在不足", "发现的主要问题", "扣分点"),
        ),
        spare=("内容", "情况", "主要内容", "扣分原因", "存在情况"),
        required=True,
        sample="人行道地砖破损4处",
    ),
    Column(
        "class",
        (
            "问题类别",
            "问题类型",
            "问题分类",
            "小类",
            "类别",
            "class",
            "问题小类",
            "类型",
            "问题性质",
            "案件小类",
            "problem class",
        ),
        sample="人行道破损",
    ),
    Column(
        "unit",
        (
            *("责任单位", "牵头单位", "整改单位", "责任部门", "主要责任部门", "主要责任单位", "整改责任单位"),
            *("承办单位", "主办单位", "处置单位", "办理单位", "unit", "牵头部门", "责任科室", "主责单位", "责任主体"),
            *(
                "办理部门",
                "处置部门",
                "整改部门",
                "牵头责任单位",
                "责任单位（牵头）",
                "主责部门",
                "整改主体",
                "主办部门",
            ),
            *("责任单位及部门", "承办部门", "转办单位", "交办单位", "responsible unit"),
        ),
        spare=("包联单位", "包保单位", "包抓单位", "挂包单位"),
        parse=names_in_cell,
        sample="区城管局",
        help="有几个单位时，第一个牵头，其余配合。",
    ),
    Column(
        "assisting",
        (
            *(
                "配合单位",
                "协办单位",
                "协助单位",
                "协同单位",
                "配合部门",
                "协办部门",
                "协助部门",
                "协同部门",
                "参与单位",
            ),
            *("责任单位（配合）", "责任单位（协办）", "配合", "协办"),
        ),
        parse=names_in_cell,
        sample="",
    ),
    Column(
        "term",
        (
            *("整改时限", "限时", "时限", "整改期限", "限期", "完成时限", "办结时限", "整改要求时限", "办理时限"),
            *(
                "要求完成时间",
                "规定完成时间",
                "限时整改",
                "整改限期",
                "整改完成时限",
                "要求整改时间",
                "限办时间",
                "整改时限要求",
            ),
            *("要求完成时限", "整改时间要求", "处置时限", "处理时限", "交办时限", "办结期限", "完成期限", "限时办结"),
            "limit",
        ),
        parse=_as_it_stands,
        sample="3天",
        help="立行立改、24小时、3天、2个工作日，或日期。",
    ),
    Column(
        "due_at", ("期限", "截止时间", "到期时间", "截止日期", "到期日", "deadline"), parse=_as_it_stands, sample=""
    ),
    Column(
        "status",
        (
            *("状态", "整改情况", "整改状态", "办理状态", "办理情况", "处理情况", "整改进展", "进展情况"),
            *(
                "整改结果",
                "办理结果",
                "完成情况",
                "status",
                "整改进度",
                "当前状态",
                "处置状态",
                "整改落实情况",
                "处置情况",
            ),
            *("处理状态", "整改进展情况", "处理结果", "处置结果", "办理进展", "落实情况", "进度", "进展", "state"),
        ),
        sample="已整改",
    ),
    Column("measures", ("整改措施", "处置说明", "处理措施", "办理说明", "整改说明", "处置措施", "办理过程"), sample=""),
    Column(
        "fixed_at",
        (
            *("完成时间", "整改完成时间", "整改时间", "完成日期", "整改日期", "实际完成时间"),
            *(
                "办理时间",
                "整改完成日期",
                "实际完成日期",
                "完成整改时间",
                "反馈日期",
                "处置时间",
                "整改完成",
                "实际整改时间",
            ),
        ),
        spare=("办结时间", "办结日期", "反馈时间", "反馈日期"),
        parse=_as_it_stands,
        sample="2026-03-17",
    ),
    Column(
        "closed",
        (
            "是否销号",
            "销号",
            "销号情况",
            "是否办结",
            "是否结案",
            "办结情况",
            "是否已销号",
            "销号状态",
            "是否核销",
            "结案情况",
        ),
        sample="是",
    ),
    Column(
        "fixed",
        ("是否整改", "是否完成", "是否整改到位", "是否整改完成", "是否已整改", "完成与否", "是否已完成", "是否到位"),
        sample="",
    ),
    Column(
        "closed_at",
        ("销号时间", "结案时间", "办结时间", "销号日期", "办结日期", "结案日期", "核销时间"),
        parse=_as_it_stands,
        sample="",
    ),
    Column(
        "position",
        ("坐标", "经纬度", "位置坐标", "点位坐标", "gps坐标", "高德坐标", "百度坐标", "定位", "position"),
        parse=_as_it_stands,
        sample="",
    ),
    Column("lon", ("经度", "longitude", "lon", "lng"), parse=_as_it_stands, sample=""),
    Column("lat", ("纬度", "latitude", "lat"), parse=_as_it_stands, sample=""),
    Column("severity", ("紧急程度", "严重程度", "等级", "问题等级", "severity"), sample="一般"),
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
            target=Target(
                label=_("归入检查轮次"),
                help=_("填已开始而未发布的隐藏轮次的编号：台账上的问题在轮次发布前不公开、不计时，发布后认领或派遣。"),
                find=hidden_round,
            ),
            takes_photos=True,
            rank=6,
        )
    )
