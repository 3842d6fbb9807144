"""The import kinds `framework`, our canonical workbook and other offices' as far as their columns go, and `breakdown`,
the table of who answers for which standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.kinds import ImportKind, Section, register
from chuangcheng.core.imports.marks import MARK
from chuangcheng.core.imports.values import (
    BadValue,
    choice,
    parse_code,
    parse_integer,
    parse_list,
    parse_number,
    parse_text,
    shown,
)
from chuangcheng.core.sheets import Cell
from chuangcheng.orgs.services import names_in_cell
from chuangcheng.standards.access import CHANGE
from chuangcheng.standards.arrangement_columns import ARRANGEMENT_COLUMNS
from chuangcheng.standards.drafts import RULES, SHARE_PLACES, read_sanction, tidy
from chuangcheng.standards.models import Item, NegativeEntry, Part, SiteType, Standard
from chuangcheng.standards.services.breakdown import apply_breakdown_rows
from chuangcheng.standards.services.checking import LEAST_MARKS, LONGEST_TEXT, MOST_MARKS, MOST_MONTHS, length_of
from chuangcheng.standards.services.framework_settings import NAMES
from chuangcheng.standards.services.intake import NEGATIVE_SECTION, SETTINGS_SECTION, apply_framework_rows

RULE_WORDS: Mapping[str, str] = {**{label: code for code, label in RULES.items()}, **{code: code for code in RULES}}


def _at_most(parse: Callable[[Cell], str], most: int) -> Callable[[Cell], str]:
    """The parser, refusing a text that the table cannot hold."""

    def limited(cell: Cell) -> str:
        text = parse(cell)
        if len(text) > most:
            raise BadValue(gettext("%(cell)s太长，最多%(most)s个字。") % {"cell": shown(cell), "most": most})
        return text

    return limited


def _names(most: int) -> Callable[[Cell], tuple[str, ...]]:
    """A list of names of at most so many characters each."""

    def parse(cell: Cell) -> tuple[str, ...]:
        names = tuple(tidy(name) for name in parse_list(cell))
        if any(len(name) > most for name in names):
            raise BadValue(gettext("%(cell)s中有名称太长，最多%(most)s个字。") % {"cell": shown(cell), "most": most})
        return names

    return parse


def _name(cell: Cell) -> str:
    return tidy(parse_text(cell))


def _marks(cell: Cell) -> Decimal:
    marks = parse_number(cell)
    if not LEAST_MARKS <= marks <= MOST_MARKS:
        raise BadValue(gettext("%(cell)s不是可用的分值，请填写大于0的数。") % {"cell": shown(cell)})
    return marks


def _share(cell: Cell) -> Decimal:
    share = parse_number(cell)
    if not SHARE_PLACES <= share <= 1:
        raise BadValue(gettext("%(cell)s不是可用的份额，请填写大于0、不超过1的数，例如0.5。") % {"cell": shown(cell)})
    return share


def _sanction(cell: Cell) -> str:
    found = read_sanction(parse_text(cell))
    if found is None:
        sentence = gettext("%(cell)s不是可用的处理，请写void（一票否决）、deduct:3（扣3分）或suspend（暂停）。")
        raise BadValue(sentence % {"cell": shown(cell)})
    return found


def _months(cell: Cell) -> int:
    months = parse_integer(cell)
    if not 0 <= months <= MOST_MONTHS:
        sentence = gettext("%(cell)s不是可用的月数，请填写0到%(most)s之间的整数。")
        raise BadValue(sentence % {"cell": shown(cell), "most": MOST_MONTHS})
    return months


_code = _at_most(parse_code, length_of(Standard, "code"))
_place = _at_most(_name, length_of(Item, "name"))
_long = _at_most(parse_text, LONGEST_TEXT)
_source = _at_most(parse_text, length_of(Standard, "source"))

STANDARD_COLUMNS = (
    Column(
        "code",
        ("编号", "code", "标准编号", "指标编号", "标准代码", "指标代码", "测评编号", "测评标准编号"),
        parse=_code,
        sample="1.1.1",
        help="每条标准一个编号；整张表都没有这一列时按次序编号。",
    ),
    Column(
        "item",
        (
            *(
                "测评项目",
                "item",
                "Ⅰ级指标",
                "一级指标",
                "项目名称",
                "测评项目名称",
                "考评项目",
                "考核项目",
                "创建项目",
            ),
            *("一级指标名称", "一级项目", "测评大项", "大项"),
        ),
        spare=("项目", "指标名称", "类别", "板块", "指标类别"),
        required=True,
        heading=True,
        parse=_place,
        fill=True,
        sample="和谐宜居的生活环境",
    ),
    Column(
        "content",
        (
            *(
                "测评内容",
                "content",
                "Ⅱ级指标",
                "二级指标",
                "考评内容",
                "考核内容",
                "指标内容",
                "测评指标",
                "二级指标名称",
            ),
            *("测评要点", "二级项目", "创建内容"),
        ),
        spare=("Ⅲ级指标", "三级指标", "指标", "内容", "指标名称", "项目"),
        parse=_place,
        fill=True,
        sample="公共环境",
    ),
    Column(
        "standard",
        (
            *("测评标准", "standard", "标准内容", "测评标准及要求", "具体标准", "标准要求", "考评标准", "评价标准"),
            *(
                "考核标准",
                "创建标准",
                "工作标准",
                "测评要求",
                "指标要求",
                "测评细则",
                "具体要求",
                "标准",
                "具体测评标准",
            ),
            *("测评标准内容", "评分标准", "考评细则", "达标要求"),
        ),
        spare=(
            *(
                "Ⅲ级指标",
                "三级指标",
                "任务内容",
                "具体任务",
                "工作任务",
                "重点任务",
                "测评内容",
                "主要任务",
                "工作要求",
            ),
            *("要求", "四级指标", "Ⅳ级指标", "任务"),
        ),
        required=True,
        parse=_long,
        sample="道路平整，无坑洼积水",
    ),
    Column(
        "marks",
        ("分值", "marks", "标准分", "满分", "权重分", "标准分值", "分数", "权重分值", "赋分", "分值权重", "测评分值"),
        required=True,
        parse=_marks,
        sample=1,
        help="整条标准的分值，在它的每一行重复填写；合并单元格的分值平均分给各条标准。",
    ),
    Column(
        "method",
        (
            *(
                "测评方法",
                "method",
                "考评方式",
                "测评方式",
                "考核方式",
                "考评方法",
                "测评方法及要求",
                "考核方法",
                "评价方式",
            ),
            *("审核方式", "评价方法", "测评形式", "检查方式"),
        ),
        parse=_names(length_of(Part, "method")),
        sample="实地考察",
    ),
    Column(
        "share",
        ("份额", "share", "方法占比"),
        parse=_share,
        sample=1,
        help="一条标准有几种方法时各占一行，份额合计为1。",
    ),
    Column("rule", ("计分规则", "rule", "计分办法"), parse=choice(RULE_WORDS), sample="达标率"),
    Column(
        "parameters",
        ("参数", "parameters", "规则参数"),
        parse=_at_most(parse_text, length_of(Part, "parameters")),
        help="例如per=0.5;cap=3。",
    ),
    Column(
        "site_types",
        ("点位类型", "site_types", "site types", "实地考察点位", "测评点位", "考察点位"),
        parse=_names(length_of(SiteType, "name")),
        sample="主次干道、背街小巷",
    ),
    Column(
        "evidence",
        ("材料要求", "evidence", "申报材料", "佐证材料", "申报材料要求"),
        parse=_long,
        sample="情况说明1份",
    ),
    Column(
        "lead",
        (
            *("牵头单位", "牵头部门", "lead", "牵头责任单位", "牵头责任部门", "主责单位", "主责部门", "牵头科室"),
            *("责任单位（牵头）", "责任部门（牵头）", "牵头", "主要责任部门", "主要责任单位"),
        ),
        parse=names_in_cell,
        sample="区城管局",
    ),
    Column(
        "responsible",
        (
            *(
                "责任单位",
                "责任部门",
                "responsible",
                "责任科室",
                "责任主体",
                "责任单位及部门",
            ),
            *("具体责任单位", "落实单位", "实施单位", "承办单位", "责任"),
        ),
        spare=("主要责任部门", "主要责任单位"),  # beside 牵头单位
        parse=names_in_cell,
    ),
    Column(
        "supporting",
        (
            *(
                "配合单位",
                "协助单位",
                "配合部门",
                "协办单位",
                "supporting",
                "协同单位",
                "协助部门",
                "协办部门",
                "协同部门",
            ),
            *(
                "参与单位",
                "配合责任单位",
                "参加单位",
                "责任单位（配合）",
                "责任部门（配合）",
                "配合科室",
                "配合",
                "协办",
            ),
        ),
        parse=names_in_cell,
    ),
    Column("source", ("来源", "source", "出处"), parse=_source),
    Column("item_code", ("项目编号", "item_code"), parse=_at_most(parse_code, length_of(Item, "code"))),
)
NEGATIVE_COLUMNS = (
    Column(
        "code",
        ("编号", "code", "条目编号"),
        required=True,
        parse=_at_most(parse_code, length_of(NegativeEntry, "code")),
        sample="N01",
    ),
    Column(
        "domain",
        ("领域", "domain"),
        required=True,
        parse=_at_most(_name, length_of(NegativeEntry, "domain")),
        fill=True,
        sample="安全",
    ),
    Column("entry", ("项目", "entry", "负面内容", "事项", "条目"), required=True, parse=_long, sample="发生……"),
    Column(
        "sanction",
        ("处理", "sanction", "处理方式"),
        required=True,
        parse=_sanction,
        sample="void",
        help="void（一票否决）、deduct:3（扣3分）或suspend（暂停）。",
    ),
    Column("look_back_months", ("追溯期（月）", "look_back_months", "追溯月数"), parse=_months),
    Column("note", ("说明", "note"), parse=_long),
    Column("source", ("来源", "source", "出处"), parse=_source),
)
BREAKDOWN_COLUMNS = (
    *(
        replace(column, required=False, help="标准已在体系中的，不必填写。")
        if column.key in {"marks", "item"}
        else column
        for column in STANDARD_COLUMNS
        if column.key in {"code", "item", "content", "standard", "marks", "method", "lead", "responsible", "supporting"}
    ),
    *ARRANGEMENT_COLUMNS,
    Column("mark", (MARK,), sample="", help="导出的分解表自带，改过的表带回来时据此认出改了哪些格；自己做的表不填。"),
)
SETTING_COLUMNS = (
    Column("name", ("名称", "name")),
    Column(
        "value",
        ("值", "value"),
        help="方法权重写成“网上申报=40;实地考察=40;问卷调查=20”，周期权重写成“30;30;40”，门槛写成“未成年人:min=85;share=0.2”，窗口写日期。",
    ),
)


def register_kinds() -> None:
    """Both kinds; called once, when the application is ready."""
    settings = Section(
        SETTINGS_SECTION,
        str(_("体系")),
        SETTING_COLUMNS,
        ("体系", "framework"),
        has_header=False,
        template_rows=tuple((words[0], "") for words in NAMES.values()),
    )
    negative = Section(NEGATIVE_SECTION, str(_("负面清单")), NEGATIVE_COLUMNS, ("负面清单", "negative"))
    register(
        ImportKind(
            code="framework",
            label=_("测评体系"),
            columns=STANDARD_COLUMNS,
            permission=CHANGE,
            apply=apply_framework_rows,
            sheet_names=("标准", "standards"),
            sections=(settings, negative),
            rank=3,
        )
    )
    register(
        ImportKind(
            code="breakdown",
            label=_("任务分解表"),
            columns=BREAKDOWN_COLUMNS,
            permission=CHANGE,
            apply=apply_breakdown_rows,
            sheet_names=("任务分解表", "责任分解表", "责任分工表", "breakdown"),
            sections=(settings,),
            rank=4,
        )
    )
