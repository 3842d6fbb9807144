"""What every source is given, and what it adds to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.reports.figures import Figure, Grid, PhotoPair
from chuangcheng.reports.periods import Kind, Span, span_before


@dataclass(frozen=True)
class Asked:
    """For whom, of which days, as of which moment."""

    actor: Actor
    kind: Kind
    span: Span
    now: datetime

    @property
    def before(self) -> Span:
        """The period before."""
        return span_before(self.kind, self.span)

    @property
    def day(self) -> date:
        """The last day of the period that there has been."""
        return min(self.span.last, local_date(self.now))

    @property
    def today(self) -> date:
        """What is a state, and not of a period, is told as of today."""
        return local_date(self.now)


@dataclass
class Gathered:
    """What the sources brought so far."""

    main: list[Figure] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    photos: list[PhotoPair] = field(default_factory=list)
    void_by: str = ""
