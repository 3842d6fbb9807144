"""The import kind `tasks`: the ledger as we export it, and the 任务分解表 as offices keep it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.marks import MARK
from chuangcheng.core.imports.values import parse_code
from chuangcheng.core.sheets import Cell
from chuangcheng.orgs.services import names_in_cell
from chuangcheng.tasks.access import MANAGE
from chuangcheng.tasks.ledger import COLUMNS as LEDGER
from chuangcheng.tasks.ledger import exported_words
from chuangcheng.tasks.services import apply_task_rows


def _as_it_stands(cell: Cell) -> Cell:
    """What a cell of the ledger means, its reader says: `cells.read_cell`."""
    return cell


# Key → header words of offices, besides those of our own table.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "number": ("任务编号", "编号", "number"),
    "code": ("标准编号", "标准编码", "指标编号"),
    "title": (
        *("任务", "任务名称", "工作任务", "目标任务", "重点任务", "具体任务", "任务内容", "主要任务", "创建任务"),
        *("工作内容", "工作事项", "重点工作", "创建工作", "title"),
    ),
    "person": ("责任人", "责任人及电话", "责任人及联系电话", "责任人姓名", "具体责任人", "经办人"),
    "served": ("同时计入", "同时服务"),
    "tags": ("兼顾工作", "兼顾的工作", "兼顾其他工作", "同时服务的工作", "结合工作", "统筹工作"),
    "target": ("目标", "工作目标", "任务目标", "目标要求", "创建目标", "达到目标", "完成目标", "target"),
    "now_amount": ("现状", "现状数量", "现有数量", "目前数量", "基数"),
    "target_amount": ("目标数量", "目标值", "任务数量", "任务数", "计划数量", "数量"),
    "quantity": ("差距", "差距数量", "缺口", "差额"),
    "measure": ("计量单位", "数量单位", "数量的单位", "量词"),
    "work_standard": ("工作标准", "工作要求", "完成标准", "质量标准", "质量要求"),
    "measures": ("工作措施", "措施", "具体措施", "主要措施", "推进措施", "落实措施", "工作举措", "具体举措"),
    "proof": ("佐证", "佐证材料", "印证材料", "证明材料", "成果形式"),
    "starts_on": ("不早于", "开始时间", "开始日期", "启动时间", "起始时间"),
    "due_on": (
        *("完成时限", "完成时间", "完成期限", "完成日期", "时限", "时限要求", "时间节点", "截止时间", "截止日期"),
        *("时间要求", "整改时限", "due_on"),
    ),
    "days": ("工期（工作日）", "工期", "工期天数"),
    "is_standing": ("长期坚持", "是否长期", "是否长期坚持"),
    "done_amount": ("已完成", "完成数量", "已完成数量"),
    "percent": ("进度（%）", "进度", "完成率", "完成进度"),
    "state": ("状态", "任务状态", "办理状态"),
    "parent": ("上级任务", "上级任务编号"),
}
SAMPLES = {
    "title": "新建改建公厕",
    "target": "公厕达标",
    "now_amount": "3",
    "target_amount": "15",
    "measure": "座",
    "due_on": "2026-09-30",
    "proof": "竣工照片",
    "tags": "乡村振兴",
}
HELPS = {
    "number": "本系统导出的台账自带，改过的表带回来时据此认出是哪项任务；新任务不填。",
    "served": "只供查看，由指标对照得出，导入时不看这一列。",
    "tags": "用顿号隔开，名称以系统设置中的“兼顾工作”为准，例如：乡村振兴、基层减负。",
    "due_on": "写日期，也可写9月底前、10月上旬；写长期坚持的，每月报进展，时限为当年12月31日。",
    "target": "要达到什么，一句话；能数的也可只写数量。",
    "parent": "作为哪项任务的分项，写它的编号；不填为直接交办。",
    "done_amount": "只供查看，进展由责任单位报送。",
}


def columns() -> tuple[Column, ...]:
    """Those of our own table in both languages, and those that only offices have."""
    ours = [_column(place, column.key) for place, column in enumerate(LEDGER) if column.key not in ("item", "unit")]
    return (*ours, *UNITS, *ASIDE, Column("mark", (MARK,), sample="", help="导出的台账自带；自己做的表不填。"))


UNITS = (
    Column(
        "unit",
        (
            *("责任单位", "承担单位", "承办单位", "落实单位", "实施单位", "责任部门", "具体责任单位", "责任主体"),
            *("unit", "unit in charge", "responsible unit"),
        ),
        spare=("单位", "部门", "单位名称"),
        parse=names_in_cell,
        sample="区城管局",
        help="几个单位各自承担的，用顿号隔开，每个单位一项任务；没有责任单位的，任务给牵头单位。",
    ),
    Column(
        "lead",
        ("牵头单位", "牵头部门", "牵头责任单位", "主责单位", "主责部门", "责任单位（牵头）", "牵头"),
        parse=names_in_cell,
    ),
    Column(
        "supporting",
        ("配合单位", "协助单位", "配合部门", "协办单位", "协同单位", "参与单位", "责任单位（配合）", "配合"),
        parse=names_in_cell,
        help="只供查看。",
    ),
)
ASIDE = (
    Column(
        "standard", ("测评标准", "标准内容", "测评标准内容", "standard"), help="与执行中的体系相同的，归到这条标准。"
    ),
    Column("item", ("测评项目", "item"), fill=True),
    Column("content", ("测评内容", "content")),
    Column("serial", ("序号",)),
)


def _column(place: int, key: str) -> Column:
    exported = [exported_words(language)[place] for language, _name in settings.LANGUAGES]
    return Column(
        key,
        tuple(dict.fromkeys((exported_words(settings.LANGUAGE_CODE)[place], *SYNONYMS[key], *exported))),
        parse=parse_code if key in ("number", "parent", "code") else _as_it_stands,
        sample=SAMPLES.get(key, ""),
        help=HELPS.get(key, ""),
    )


def register_kind() -> None:
    """Called once, when the application is ready."""
    register(
        ImportKind(
            code="tasks",
            label=_("任务台账"),
            columns=columns(),
            permission=MANAGE,
            apply=apply_task_rows,
            list_address="tasks:list",
            sheet_names=("任务台账", "tasks", "任务清单"),
            rank=8,
        )
    )
