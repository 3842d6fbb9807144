"""The last published appraisal boards among the figures of a speech."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.command.speeches.figures import Figure
from chuangcheng.core.access import Actor
from chuangcheng.supervision.queries.appraisals.published import PublishedBoard, latest_boards


def boards_said(*, actor: Actor, today: date, named: int) -> Iterator[Figure]:
    """Who stands first on the boards of units and, where a board has a black list, who stands on it; nothing of a
    board that is not published, is not shown to all, or ranks people. Two queries."""
    boards = [each for each in latest_boards(actor=actor, until=today) if any(row.unit_id for row in each.rows)]
    first, last = [], []
    for board in boards:
        title = _("%(board)s（%(period)s）") % {"board": board.name, "period": board.period}
        places = [row for row in board.rows if row.place is not None]
        if top := [row.name for row in places[:named] if not row.is_black]:
            first.append(f"{title}：{'、'.join(top)}")
        if black := [row.name for row in places if row.is_black]:
            last.append(f"{title}：{'、'.join(black)}")
    for name, said in (("考核榜靠前单位", first), ("考核黑榜单位", last)):
        if said:
            yield _figure(name, "；".join(said), boards)


def _figure(name: str, value: str, boards: list[PublishedBoard]) -> Figure:
    url = reverse("supervision:board", args=[boards[0].run.pk]) if len(boards) == 1 else reverse("supervision:boards")
    days = max(each.run.last for each in boards).isoformat()
    return Figure(name, value, _("考核排名"), url, days)
