"""The report on a mock assessment as Word and Excel, in the form of an official result."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.command.queries.mocks import MockReport, ShownCompared
from chuangcheng.core.documents.excel import Column, write_workbook
from chuangcheng.core.documents.excel import Table as Sheet
from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph, Table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.scoring.queries.announced import ShownLine, ShownTotal

MOST_STANDARDS = 30  # of the comparison on paper; all of them stand in the workbook
LINES = (0, 1, 2, 3, 4)  # columns of figures of a line


def file_name(report: MockReport) -> str:
    """What a downloaded report is called, without its ending."""
    return f"{_('模拟测评报告')}-{report.mock.round.name}"


def mock_paper(report: MockReport) -> bytes:
    """The report on A4: result, methods, items, main problems, where we flatter ourselves, what was not seen."""
    found = report.mock
    words = [
        _("对象：%(place)s") % {"place": settings.PLACE_NAME},
        _("迎检：%(visit)s") % {"visit": found.visit.name},
        _("体系：%(framework)s") % {"framework": report.sheet.framework},
        _("抽样：%(count)s个点位，随机种子%(seed)s") % {"count": len(found.draw.site_ids), "seed": found.draw.seed},
        *([_("示例体系，不是官方文本")] if report.sheet.framework.is_sample else []),
    ]
    blocks: list[Block] = [Paragraph("\n".join(words), "flush"), *_result(report), *_problems(report)]
    blocks += [*_comparison(report), *_unknown(report)]
    return write_word(Paper(title=_("模拟测评报告"), subtitle=f"{found.round.name} {report.day}", blocks=blocks))


def mock_workbook(report: MockReport) -> bytes:
    """The same as Excel, with every standard."""
    target = io.BytesIO()
    write_workbook(target=target, tables=list(_sheets(report)))
    return target.getvalue()


def announced(total: ShownTotal) -> str:
    """The total with 无效 where it is void."""
    return (total.total or _("尚无数据")) + (f"（{_('无效')}）" if total.is_void else "")


def _result(report: MockReport) -> Iterator[Block]:
    total, own = report.total, report.own_total
    yield Heading(_("一、测评结果"))
    yield Paragraph(
        _("模拟测评总分%(total)s分，区间%(low)s至%(high)s；已知的分值占%(share)s%%。模拟测评只有本地一家，不排名次。")
        % {"total": announced(total), "low": total.low, "high": total.high, "share": total.known_share}
    )
    yield Paragraph(
        _("同一天按其余全部轮次自评为%(own)s分，相差%(difference)s分。")
        % {"own": announced(own), "difference": report.difference or "—"}
    )
    for _tone, sentence in total.words:
        yield Paragraph(sentence)
    header = [_("满分"), _("得分"), _("得分率（%）"), _("失分"), _("待测")]
    rows: list[list[Value]] = [[name, weight, *_cells(line)] for name, weight, line in report.methods]
    widths = [2.6, 1.3, *([1.4] * len(header))]
    figures = [at + 1 for at in range(len(header) + 1)]
    yield Table([_("测评方法"), _("权重"), *header], rows, widths, figures=figures)
    items: list[list[Value]] = [[name, *_cells(line)] for name, line in report.items]
    yield Table([_("测评项目"), *header], items, [3.6, *([1.5] * len(header))], figures=[at + 1 for at in LINES])


def _problems(report: MockReport) -> Iterator[Block]:
    yield Heading(_("二、主要问题"))
    rows: list[list[Value]] = [
        [row.loss.standard.code, row.loss.standard.text, row.loss.standard.line.lost, row.failed, row.violations]
        for row in report.problems
    ]
    if rows:
        header = [_("编号"), _("测评标准"), _("失分"), _("不合格检查"), _("违规")]
        yield Table(header, rows, [1.4, 5.4, 1.2, 1.5, 1.6], figures=[2, 3, 4])
    else:
        yield Paragraph(_("这一轮没有失分的标准。"))


def _comparison(report: MockReport) -> Iterator[Block]:
    whole = report.whole
    yield Heading(_("三、哪里高估了自己"))
    yield Paragraph(
        _("只比较两边都有依据的部分，共%(full)s分：自评得分率%(own)s%%，模拟测评%(mock)s%%，高估%(flattery)s分。")
        % {"full": whole.full, "own": whole.own_rate, "mock": whole.mock_rate, "flattery": whole.flattery}
    )
    if report.counts_faults:
        yield Paragraph(
            _("按处扣分和全有或全无的标准，查得越多失分越多：自评查的点位多，在这些标准上可能比模拟测评还低。")
        )
    parts = ((_("测评方法"), report.compared_methods), (_("测评项目"), report.compared_items))
    for label, lines in parts:
        yield _compared(label, lines)
    standards = report.compared_standards
    yield _compared(_("测评标准"), standards[:MOST_STANDARDS])
    if len(standards) > MOST_STANDARDS:
        yield Paragraph(_("只列前%(most)s条，全部见Excel。") % {"most": MOST_STANDARDS})


def _compared(label: str, lines: Sequence[ShownCompared]) -> Table:
    header = [label, _("可比分值"), _("自评（%）"), _("模拟（%）"), _("高估（分）")]
    rows: list[list[Value]] = [
        [f"{row.name} {row.text}".strip(), row.full, row.own_rate, row.mock_rate, row.flattery] for row in lines
    ]
    return Table(header, rows, [5.4, 1.6, 1.4, 1.4, 1.6], figures=[1, 2, 3, 4])


def _unknown(report: MockReport) -> Iterator[Block]:
    rows: list[list[Value]] = [
        [row.code, row.text, row.method, row.full, _("自评有依据") if row.is_known_to_us else _("自评也没有依据")]
        for row in report.unknown
    ]
    yield Heading(_("四、这次没有看到的"))
    if not rows:
        yield Paragraph(_("每条标准都有依据。"))
        return
    header = [_("编号"), _("测评标准"), _("测评方法"), _("分值"), _("自评")]
    yield Table(header, rows, [1.4, 5, 1.8, 1.1, 2], figures=[3])


def _sheets(report: MockReport) -> Iterator[Sheet]:
    total, own = report.total, report.own_total
    head: list[tuple[Value, Value]] = [
        (_("对象"), settings.PLACE_NAME),
        (_("迎检"), report.mock.visit.name),
        (_("体系"), str(report.sheet.framework)),
        *([(_("说明"), _("示例，不是官方文本"))] if report.sheet.framework.is_sample else []),
        (_("截至"), report.day.isoformat()),
        (_("总分"), announced(total)),
        (_("下限"), total.low),
        (_("上限"), total.high),
        (_("自评总分"), announced(own)),
        (_("自评减模拟"), report.difference),
        *((_("提示"), sentence) for _tone, sentence in total.words),
    ]
    yield Sheet(_("总分"), [Column(_("项"), width=18), Column(_("内容"), width=60)], head, title=_("模拟测评报告"))
    lines = [Column(label, "decimal") for label in (_("满分"), _("得分"), _("得分率（%）"), _("失分"), _("待测"))]
    methods = [(name, _figure(weight), *_figures(line)) for name, weight, line in report.methods]
    yield Sheet(_("方法"), [Column(_("测评方法"), width=18), Column(_("权重"), "decimal"), *lines], methods)
    items = [(name, *_figures(line)) for name, line in report.items]
    yield Sheet(_("项目"), [Column(_("测评项目"), width=36), *lines], items)
    columns = [Column(_("编号"), width=12), Column(_("测评标准"), width=60), *_comparing()]
    rows = [(row.name, row.text, *_differences(row)) for row in report.compared_standards]
    yield Sheet(_("对比"), columns, rows)
    seen = [
        (row.code, row.text, row.method, _figure(row.full), _("有") if row.is_known_to_us else _("没有"))
        for row in report.unknown
    ]
    heads = [Column(_("编号"), width=12), Column(_("测评标准"), width=60), Column(_("测评方法"), width=16)]
    yield Sheet(_("没有看到的"), [*heads, Column(_("分值"), "decimal"), Column(_("自评有无依据"), "centred")], seen)


def _comparing() -> list[Column]:
    labels = (_("可比分值"), _("自评（%）"), _("模拟（%）"), _("高估（分）"))
    return [Column(label, "decimal") for label in labels]


def _differences(row: ShownCompared) -> tuple[Value, ...]:
    return tuple(_figure(text) for text in (row.full, row.own_rate, row.mock_rate, row.flattery))


def _cells(line: ShownLine) -> list[Value]:
    return [line.full, line.earned or _("待测"), line.rate or "—", line.lost or "—", line.unknown]


def _figures(line: ShownLine) -> tuple[Value, ...]:
    return tuple(_figure(text) for text in (line.full, line.earned, line.rate, line.lost, line.unknown))


def _figure(text: str) -> Value:
    return Decimal(text) if text else None
