"""The import kind `superior`: the findings that a superior's inspectors handed over, into a batch."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, Target, register
from chuangcheng.core.imports.values import parse_code, parse_moment
from chuangcheng.intake.access import MANAGE_BATCHES
from chuangcheng.intake.services import apply_findings, batch_to_fill

COLUMNS = (
    Column("code", ("问题编号", "编号", "序号", "单号", "任务号", "code"), parse=parse_code, sample="1"),
    Column(
        "found_at",
        ("发现时间", "检查时间", "发现日期", "检查日期", "督查时间", "时间", "日期"),
        spare=("反馈时间", "反馈日期"),
        parse=parse_moment,
        sample="2026-09-10 09:30",
        help="可以不填，按批次的收到日期。",
    ),
    Column(
        "place",
        ("点位", "点位名称", "地点", "问题地点", "具体位置", "位置", "检查点位", "place"),
        spare=("地址", "名称"),
        required=True,
        sample="东关大街",
        help="与点位台账同名的归到该点位，其余按文字保存。",
    ),
    Column(
        "description",
        ("问题描述", "存在问题", "存在的问题", "主要问题", "反馈问题", "具体问题", "问题内容", "问题", "description"),
        spare=("内容", "情况"),
        required=True,
        sample="人行道地砖破损4处",
    ),
    Column("class", ("问题类别", "问题类型", "问题分类", "类别", "小类", "class"), sample="人行道破损"),
)


def register_kind() -> None:
    """Called once, when the application is ready."""
    register(
        ImportKind(
            code="superior",
            label=_("上级反馈的问题"),
            columns=COLUMNS,
            permission=MANAGE_BATCHES,
            apply=apply_findings,
            sheet_names=("上级反馈", "问题", "问题清单"),
            target=Target(
                label=_("归入哪一批"),
                help=_("填批次的编号或名称；先在“上级反馈”登记这一批。"),
                find=batch_to_fill,
            ),
            rank=7,
        )
    )
