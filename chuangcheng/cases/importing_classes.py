"""The import kind `problem_classes`: a problem dictionary as the office files it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.access import CHANGE_CLASSES
from chuangcheng.cases.limits import Limit, parse_limit
from chuangcheng.cases.models.classes import NORMAL, URGENT
from chuangcheng.cases.services.dictionary_rows import apply_class_rows
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, register
from chuangcheng.core.imports.values import BadValue, choice, parse_code, parse_integer, parse_list, parse_yes_no
from chuangcheng.core.sheets import Cell, cell_text

LARGEST_RADIUS_M, LONGEST_RELAPSE_DAYS = 5000, 3650  # our choice, far above any in use


def _limit(cell: Cell) -> Limit:
    try:
        found = parse_limit(cell_text(cell))
    except InvalidInput as error:
        raise BadValue(gettext(str(error))) from error
    if not isinstance(found, Limit):
        raise BadValue(gettext("处置时限不能是日期，请写成“4工作时”“2个工作日”或“24小时”。"))
    return found


def _up_to(largest: int) -> Callable[[Cell], int]:
    def parse(cell: Cell) -> int:
        number = parse_integer(cell)
        if not 0 <= number <= largest:
            raise BadValue(gettext("应在0到%(most)d之间，请更正。") % {"most": largest})
        return number

    return parse


COLUMNS = (
    Column("code", ("编号", "编码", "代码", "小类代码", "code"), required=True, parse=parse_code, sample="SR01"),
    Column("group", ("大类", "大类名称", "group"), required=True, fill=True, sample="市容环境"),
    Column("name", ("小类", "小类名称", "类别名称", "问题类别", "name"), required=True, sample="暴露垃圾"),
    Column("aliases", ("也叫", "别名", "其他叫法", "aliases"), help="几个叫法用顿号分开。"),
    Column("filing", ("立案条件", "立案标准"), sample="公共区域有成堆的垃圾。"),
    Column("closing", ("结案条件", "结案标准"), sample="垃圾清除。"),
    Column("limit", ("处置时限", "整改时限", "时限", "处理时限"), required=True, parse=_limit, sample="4工作时"),
    Column("urgent", ("紧急时的时限", "紧急时限"), parse=_limit, help="单位与处置时限相同。"),
    Column("severity", ("通常的紧急程度", "紧急程度"), parse=choice({"一般": NORMAL, "紧急": URGENT}), sample="一般"),
    Column("unit", ("通常的牵头单位", "责任单位", "默认单位", "主责单位"), sample="区城管局"),
    Column("unit_words", ("单位名称中的字样",)),
    Column("radius", ("同一地点的半径",), parse=_up_to(LARGEST_RADIUS_M), sample=50, help="米。"),
    Column("relapse", ("回潮期",), parse=_up_to(LONGEST_RELAPSE_DAYS), sample=90, help="结案后的天数。"),
    Column("lists", ("清单", "所属清单"), parse=parse_list, help="六乱、十无等已有清单的名称。"),
    Column("source", ("依据", "来源", "出处")),
    Column("active", ("使用中", "是否使用"), parse=parse_yes_no, sample="是"),
)


def register_kind() -> None:
    """Called once, when the application is ready."""
    register(
        ImportKind(
            code="problem_classes",
            label=_("问题类别"),
            columns=COLUMNS,
            permission=CHANGE_CLASSES,
            apply=apply_class_rows,
            sheet_names=("问题类别", "问题字典"),
            rank=5,
        )
    )
