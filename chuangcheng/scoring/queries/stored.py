"""Reading sheets that were kept."""

from __future__ import annotations

from datetime import date
from statistics import median_high
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from chuangcheng.core.access import Actor, require
from chuangcheng.scoring.access import VIEW, stored_sheet_for
from chuangcheng.scoring.models import StoredSheet
from chuangcheng.scoring.packing import framework_from, sheet_from, unpacked
from chuangcheng.scoring.queries.choice import SheetChoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chuangcheng.scoring.engine import PartBasis, ScoreSheet
    from chuangcheng.standards.models import Framework

LAST_TIMES = 5  # sheets whose time is looked at: our choice


def read_stored(
    row: StoredSheet, *, newer: Mapping[str, Any] | None = None
) -> tuple[ScoreSheet, Mapping[str, int], Mapping[str, Sequence[PartBasis]]]:
    """The sheet with the keys of its standards and what their parts rest on, as it was.

    newer: verdicts that stand in place of those kept with it (`packing.verdicts_of`).
    """
    facts: dict[str, Any] = unpacked(bytes(row.framework_body.content))
    sheet, bases = sheet_from(framework_from(facts), {**unpacked(bytes(row.marks_body.content)), **(newer or {})})
    return sheet, facts["keys"], bases


def choice_of_stored(row: StoredSheet) -> SheetChoice:
    """The choice with which the records behind a kept sheet are asked for: as known when it was made."""
    kinds = tuple(row.kinds.split(",")) if row.kinds else ()
    return SheetChoice(row.day, row.subject, kinds, row.made_at)


def stored_of(*, framework: Framework, choice: SheetChoice) -> QuerySet[StoredSheet]:
    """The kept sheets of a subject and choice of rounds up to the day, newest first; their heads only."""
    kinds = ",".join(sorted(choice.kinds))
    rows = StoredSheet.objects.filter(framework=framework, subject=choice.subject, kinds=kinds, day__lte=choice.day)
    return rows.order_by("-day", "-made_at")


def is_slow(framework: Framework) -> bool:
    """Whether counting the facts of the whole place usually took so long of late that nobody should wait for it.

    Once may have been in a busy minute of the machine.
    """
    rows = StoredSheet.objects.filter(framework=framework, subject=None).order_by("-day", "-made_at")
    took = list(rows.values_list("seconds", flat=True)[:LAST_TIMES])
    return bool(took) and median_high(took) > settings.LIVE_SHEET_SECONDS


def stored_sheet(*, actor: Actor, sheet_id: UUID) -> StoredSheet:
    """A kept sheet by its permanent id, with bodies. Raises NotFound when absent or not theirs."""
    require(actor, VIEW)
    return stored_sheet_for(actor, sheet_id)


def days_kept(*, framework: Framework, first: date, last: date) -> list[date]:
    """The days in the span of which the whole place has a kept sheet, in order."""
    rows = StoredSheet.objects.filter(framework=framework, subject=None, kinds="", day__range=(first, last))
    return list(rows.order_by("day").values_list("day", flat=True).distinct())
