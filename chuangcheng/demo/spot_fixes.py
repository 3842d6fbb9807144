"""立行立改 of the demo, by the door that people use: a photo with the report, one after, the draw for a second look."""

from __future__ import annotations

from collections.abc import Sequence

from chuangcheng.cases.models import CaseEvent, CasePhoto
from chuangcheng.cases.services import Step, fix_on_spot
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.cases import SpotFix
from chuangcheng.demo.courses import REASONS
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.photos import BEFORE_SENDING, photo_of
from chuangcheng.orgs.access import actor_with_id


def fix_on_the_spot(spot_fixes: Sequence[SpotFix]) -> None:
    """Each by who reported it, at its moment; the cases in hand then stand as the records do."""
    rng = dice("spot fixes")
    _show_reports(spot_fixes)
    for fix in sorted(spot_fixes, key=lambda fix: fix.at):
        case = fix.case
        assert case.reporter_id is not None  # noqa: S101 - chosen so
        after = photo_of(case, taken=fix.at - BEFORE_SENDING, is_after=True)
        with replayed_at(fix.at):
            fix_on_spot(
                actor=actor_with_id(case.reporter_id),
                step=Step(case.pk, id_at(fix.at, rng)),
                after=[after.pk],
                reason=REASONS["fix_on_spot"],
            )
        case.refresh_from_db()


def _show_reports(spot_fixes: Sequence[SpotFix]) -> None:
    """The photo that came with the report; those of other reports are drawn later, by a job."""
    cases = {fix.case.pk: fix.case for fix in spot_fixes}
    CasePhoto.objects.bulk_create(
        CasePhoto(
            case_id=event.case_id,
            event=event,
            file=photo_of(cases[event.case_id], taken=event.at - BEFORE_SENDING, is_after=False),
            moment=CasePhoto.Moment.BEFORE,
        )
        for event in CaseEvent.objects.filter(case__in=cases, move="open").order_by("pk")
    )
