"""更正: praise or a fault that does not hold any more is left out of the boards that units have seen, on record like an
objection that was upheld. An open board is recounted; a published one stays, what was put right stands beside it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import derived_id
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import people_of_units
from chuangcheng.supervision.appraisal.corrections import Effect
from chuangcheng.supervision.models import Decision, Merit, Objection, Result, Run
from chuangcheng.supervision.queries.appraisals.pricing import Counted, sheets_counting
from chuangcheng.supervision.queries.appraisals.sheets import merits_told
from chuangcheng.supervision.services.appraisals.publishing import TOLD_DUTIES, recount

MOST_LABEL, MOST_WORDS = 200, 500  # characters, as the columns


@transaction.atomic
def put_boards_right(*, actor: Actor, merit: Merit, reason: str) -> list[Result]:
    """Leaves the merit out of every sheet on which it counted; gives these sheets. Again: nothing."""
    changed = [each.result for each in sheets_counting(merit) if _put_right(actor, merit, each, reason)]
    for run in Run.objects.select_for_update(no_key=True).filter(
        pk__in={result.run_id for result in changed}, state=Run.State.OPEN
    ):
        recount(run)
    for result in changed:
        _tell(result)
    return changed


def _put_right(actor: Actor, merit: Merit, counted: Counted, reason: str) -> bool:
    """An objection of the office's own, upheld by whoever ended the merit; the unit's own where it waits for that."""
    result = counted.result
    Run.objects.select_for_update(no_key=True).get(pk=result.run_id)
    same = Objection.objects.filter(result=result, record_id=merit.pk.hex)
    if Decision.objects.filter(objection__in=same, is_upheld=True).exists():
        return False
    waiting = same.filter(decision__isnull=True).exclude(raised_by=actor.person_id).first()
    objection = waiting or _own_objection(merit, counted, reason)
    Decision.objects.create(
        objection=objection,
        is_upheld=True,
        effect=Effect.LEAVE_OUT.value,
        reason=reason[:MOST_WORDS],
        by_id=actor.person_id,
        by_name=actor.name,
    )
    audit.record(actor=actor, action="supervision.put_right", subject=objection, detail={"reason": reason})
    return True


def _own_objection(merit: Merit, counted: Counted, reason: str) -> Objection:
    label = " ".join(merits_told([merit.pk])[merit.pk])
    return Objection.objects.create(
        pk=derived_id(counted.result.pk, "put right", merit.pk),
        number=next_number(series="objection", year=today().year),
        run_id=counted.result.run_id,
        result=counted.result,
        unit_id=counted.result.unit_id,
        line_name=counted.line_name,
        record_id=merit.pk.hex,
        record_label=label[:MOST_LABEL],
        reason=reason,
        raised_by_name=_("依职权更正"),
    )


def _tell(result: Result) -> None:
    people = set() if result.person_id is None else {result.person_id}
    if result.unit_id is not None:
        people |= set(people_of_units([result.unit_id], duties=TOLD_DUTIES, today=today()).get(result.unit_id, []))
    title = inbox_text("%(board)s的考核单已更正", {"board": result.run.board.name})
    link = reverse("supervision:sheet", args=[result.pk])
    notify(person_ids=sorted(people), key=f"supervision.put-right-{result.pk}-{today()}", title=title, link=link)
