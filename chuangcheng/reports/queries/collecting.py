"""The figures of a period, collected set by set from the contexts below, at one moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.reports.figures import Figure, PeriodFigures
from chuangcheng.reports.periods import Kind, Span
from chuangcheng.reports.queries.asking import Asked, Gathered
from chuangcheng.reports.queries.boards_told import boards_told
from chuangcheng.reports.queries.cases_told import cases_told
from chuangcheng.reports.queries.photos_told import photos_told
from chuangcheng.reports.queries.scores_told import score_told
from chuangcheng.reports.queries.work_told import (
    campaigns_told,
    materials_told,
    resolutions_told,
    tasks_told,
    visits_told,
)

Step = Callable[[int, int, str], None]  # done, of how many, what comes


def sources() -> list[tuple[str, Callable[[Asked, Gathered], None]]]:
    """What is read, in order, each with its name for whoever waits."""
    return [
        (_("问题整改"), cases_told),
        (_("测评得分"), score_told),
        (_("考核排名"), boards_told),
        (_("任务"), tasks_told),
        (_("申报材料"), materials_told),
        (_("会议决定事项"), resolutions_told),
        (_("迎检安排"), visits_told),
        (_("专项整治"), campaigns_told),
        (_("整改对比照片"), photos_told),
    ]


def collect(*, actor: Actor, kind: Kind, span: Span, now: datetime, step: Step) -> PeriodFigures:
    """Everything that a paper of the period tells, in the language of papers. The number of queries does not grow with
    the rows; `step` is told before each source."""
    asked, found = Asked(actor, kind, span, now), Gathered()
    with translation.override(settings.LANGUAGE_CODE):
        every = sources()
        for done, (name, read) in enumerate(every):
            step(done, len(every), name)
            read(asked, found)
    return PeriodFigures(
        kind=kind.value,
        first=span.first,
        last=span.last,
        as_of=now,
        place=str(settings.PLACE_NAME),
        void_by=found.void_by,
        main=tuple(found.main),
        grids=tuple(found.grids),
        photos=tuple(found.photos),
    )


def preview(*, actor: Actor, kind: Kind, span: Span, now: datetime) -> Sequence[Figure]:
    """The main figures of the cases, for whoever chooses the period."""
    found = Gathered()
    with translation.override(settings.LANGUAGE_CODE):
        cases_told(Asked(actor, kind, span, now), found)
    return found.main
