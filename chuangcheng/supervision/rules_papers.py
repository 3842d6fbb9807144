"""考核办法 as a paper that an office issues: whom it ranks, how points are made, places, objections.

All of it is read from the formula and the boards as they stand on a day; what a source leaves open says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from chuangcheng.core.documents.days import long_day
from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph
from chuangcheng.orgs.queries import unit_kinds
from chuangcheng.supervision.appraisal import Formula, read_formula
from chuangcheng.supervision.appraisal_wording import RATE_WORDS, line_words
from chuangcheng.supervision.models import BoardVersion, FormulaVersion
from chuangcheng.supervision.queries.appraisals.formulas import current_of, every_board


@dataclass(frozen=True, slots=True)
class Rules:
    """What the paper says."""

    name: str
    valid_from: date
    formula: Formula
    boards: Sequence[BoardVersion]  # those that rank by it


def rules_of(version: FormulaVersion, *, day: date) -> Rules:
    """The rules by one version of a formula, with the boards that rank by that formula on a day. Three queries."""
    boards = [current_of(versions, day) for board in every_board() if (versions := list(board.versions.all()))]
    ranked = [board for board in boards if board.formula_id == version.formula_id]
    return Rules(version.formula.name, version.valid_from, read_formula(version.body), ranked)


def rules_paper(rules: Rules) -> Paper:
    """The rules in five parts."""
    blocks: list[Block] = [
        Heading(_("一、考核对象")),
        *board_paragraphs(rules),
        Heading(_("二、计分办法")),
        Paragraph(start_words(rules)),
        *line_paragraphs(rules),
        Heading(_("三、名次")),
        Paragraph(place_words()),
        Heading(_("四、公示和异议")),
        *objection_paragraphs(rules),
        Heading(_("五、施行")),
        Paragraph(_("本办法自%(day)s起施行。") % {"day": long_day(rules.valid_from)}),
        *source_paragraphs(rules),
    ]
    return Paper(title=rules.name, blocks=blocks)


def file_name(version: FormulaVersion) -> str:
    """ "街道月度考核办法-2026-01-01.docx"."""
    return f"{version.formula.name}-{version.valid_from}.docx"


def board_paragraphs(rules: Rules) -> list[Block]:
    """Whom each board ranks and by how many cases at least, a paragraph each."""
    if not rules.boards:
        return [Paragraph(_("还没有榜单按本办法考核。"))]
    kinds = unit_kinds()
    return [Paragraph(_board_words(board, kinds)) for board in rules.boards]


def start_words(rules: Rules) -> str:
    """From where points are counted and within which bounds."""
    formula = rules.formula
    told = _("每期从%(start)s分起计") % {"start": f"{formula.start:f}"}
    if formula.floor is not None:
        told += _("，最低%(floor)s分") % {"floor": f"{formula.floor:f}"}
    if formula.ceiling is not None:
        told += _("，最高%(ceiling)s分") % {"ceiling": f"{formula.ceiling:f}"}
    return told + _("。各项如下：")


def line_paragraphs(rules: Rules) -> list[Block]:
    """Each line of the formula: 1．按期结案率：……。"""
    told = []
    for place, line in enumerate(rules.formula.lines, start=1):
        facts = {"place": place, "name": line.name, "words": line_words(line)}
        words = _("%(place)s．%(name)s：%(words)s。") % facts
        told.append(Paragraph(words + (_("（本系统的选择）") if line.is_our_choice else "")))
    return [*told]


def place_words() -> str:
    """How places are given, as `appraisal.boards` gives them."""
    return _(
        "得分相同的，名次并列。本期没有应结案的问题，或应结案的问题少于最低样本的，不参加排名。缓办（挂账）的问题不计入应结案数，也不扣分。"
    )


def objection_paragraphs(rules: Rules) -> list[Block]:
    """How long each board is open to objections, and who decides."""
    told = [
        _("%(board)s公示后%(days)s个工作日内可以提出异议。") % {"board": board.board.name, "days": board.objection_days}
        for board in rules.boards
    ]
    decided = _(
        "被考核单位对记录有异议的，在公示期内逐条提出，可以附证明材料；由提出人以外的人员认定并写明理由，认定后发布。"
    )
    return [Paragraph(words) for words in (*told, decided)]


def source_paragraphs(rules: Rules) -> list[Block]:
    """From where the formula is, and what its source leaves open."""
    formula = rules.formula
    told = [_("来源：%(source)s") % {"source": formula.source}] if formula.source else []
    if formula.choices:
        told += [_("来源没有说清、由本系统选择的："), *formula.choices]
    return [Paragraph(words, is_small=True) for words in told]


def _board_words(board: BoardVersion, kinds: dict[str, str]) -> str:
    whom = "、".join(str(kinds.get(kind, kind)) for kind in board.kinds) or _("街道、乡镇的领导")
    facts = {"board": board.board.name, "whom": whom, "minimum": board.minimum, "rate": RATE_WORDS[board.rate]}
    told = _("%(board)s：考核%(whom)s；应结案的问题不少于%(minimum)s件的参加排名；%(rate)s同时公布。") % facts
    if board.red or board.black:
        listed = {"red": board.red, "black": board.black}
        told += _("前%(red)s名列入红榜，后%(black)s名列入黑榜。") % listed
    if board.black and board.spare_line is not None:
        told += _("全部达到%(line)s分的，不列黑榜。") % {"line": f"{board.spare_line:f}"}
    return told
