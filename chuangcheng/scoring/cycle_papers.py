"""A cycle as a short paper in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.core.documents import paper
from chuangcheng.core.documents.word import write_word
from chuangcheng.scoring.cycles_shown import gate_words, reach_words, shown_years, weights_words
from chuangcheng.scoring.engine import score_text

if TYPE_CHECKING:
    from chuangcheng.scoring.queries import CycleView, GateState


def cycle_paper(found: CycleView, *, gate: GateState | None, void: str) -> bytes:
    """How the cycle stands, as a docx file. void: the sentence on a standing veto, "" without one."""
    standing = found.prospect.standing if found.prospect else None
    words = [
        void,
        _("各年权重%(weights)s，按%(edition)s。") % {"weights": weights_words(found), "edition": _edition(found)},
        _("到目前为止%(points)s分。") % {"points": (standing and score_text(standing.so_far)) or "—"},
        reach_words(found.prospect, found.cycle.line)[1],
        gate_words(gate)[1] if gate else "",
    ]
    header = [_("年份"), _("权重（%）"), _("得分"), _("来历"), _("来源"), _("单独还需")]
    rows = [
        [
            str(year.year),
            year.weight,
            (year.total or "—") + (_("（无效）") if year.is_void else ""),
            year.origin,
            year.source,
            year.needed,
        ]
        for year in shown_years(found)
    ]
    table = paper.Table(header, rows, [1, 1, 1.2, 1.4, 3, 2], figures=[1])
    blocks: list[paper.Block] = [*(paper.Paragraph(sentence) for sentence in words if sentence), table]
    return write_word(paper.Paper(found.cycle.name, blocks, subtitle=str(settings.PLACE_NAME)))


def _edition(found: CycleView) -> str:
    return found.cycle.closed_edition or str(found.cycle.framework)
