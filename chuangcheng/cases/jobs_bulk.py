"""One press over more cases than a person waits for: a job with progress that can be stopped and outlives a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.limits import Limit, Term
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.services import Outcome, Press, check_press, pressed
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.core.jobs import JobContext, job, job_for, start
from chuangcheng.core.models import Job

NAME = "cases.bulk"
MOST_TOLD = 500  # cases that were not moved, told one by one: our choice


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a job did."""

    move: str
    done_count: int
    outcomes: Sequence[Outcome]  # those not done, MOST_TOLD of them at most


def start_bulk(*, actor: Actor, press: Press, case_ids: Sequence[UUID]) -> Job:
    """Asks for the press to be done; the same press again is the job that was asked for."""
    check_press(actor=actor, press=press, count=len(case_ids))
    arguments = {
        "press": str(press.id),
        "move": press.move,
        "options": _written(press.options),
        "seen": {str(pk): str(seen) for pk, seen in press.seen.items()},
        "cases": [str(pk) for pk in case_ids],
    }
    with transaction.atomic():
        known = Job.objects.filter(name=NAME, requested_by=actor.person_id, arguments__press=str(press.id)).first()
        if known is not None:
            return known
        found = start(NAME, actor=actor, arguments=arguments)
        audit.record(actor=actor, action="cases.bulk", subject=found, detail={"cases": len(case_ids)})
    return found


def bulk_result(*, actor: Actor, job_id: UUID) -> BulkResult:
    """What came of a job that the actor may see."""
    found = job_for(actor, job_id)
    if found.name != NAME:
        raise NotFound(_("没有找到该作业，请从发起它的页面进入。"))
    told = [Outcome(**{**each, "case_id": UUID(each["case_id"])}) for each in found.result.get("not_done", [])]
    return BulkResult(found.arguments.get("move", "file"), found.result.get("done", 0), told)


@job(NAME, label=gettext_lazy("批量办理问题"))
def move_many(
    context: JobContext,
    *,
    press: str,
    move: str,
    options: dict[str, Any],
    seen: dict[str, str],
    cases: list[str],
) -> dict[str, Any]:
    """Each case as the person who asked may move it now; what an earlier attempt did is found done."""
    asked = Press(UUID(press), move, _read(options), {UUID(pk): UUID(event) for pk, event in seen.items()})
    check_press(actor=context.actor, press=asked, count=len(cases))
    done, refused = 0, []
    context.progress(0, len(cases))
    for outcomes in pressed(actor=context.actor, press=asked, case_ids=[UUID(pk) for pk in cases]):
        done += sum(each.status == "done" for each in outcomes)
        refused += [each for each in outcomes if each.status != "done"]
        context.progress(done + len(refused), len(cases), _("已办理%(done)d件") % {"done": done})
    told = {"done": done, "not_done": len(refused)}
    return {
        "message": _("已办理%(done)d件，没有办理%(not_done)d件。") % told,
        "url": reverse("cases:bulk_result", args=[context.job_id]),
        "label": _("查看每件的结果"),
        "done": done,
        "not_done": [{**asdict(each), "case_id": str(each.case_id)} for each in refused[:MOST_TOLD]],
    }


def _written(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options as JSON values."""
    written: dict[str, Any] = dict(options)
    if "main_case_id" in written:
        written["main_case_id"] = str(written["main_case_id"])
    if "decided_on" in written:
        written["decided_on"] = written["decided_on"].isoformat()
    term: Term | None = written.pop("term", None)
    if isinstance(term, Limit):
        written["term"] = [term.amount, term.unit.value]
    elif term is not None:
        written["term"] = term.isoformat()
    return written


def _read(options: Mapping[str, Any]) -> dict[str, Any]:
    read = dict(options)
    term = read.pop("term", None)
    if isinstance(term, list):
        read["term"] = Limit(term[0], LimitUnit(term[1]))
    elif term is not None:
        read["term"] = date.fromisoformat(term)
    if "main_case_id" in read:
        read["main_case_id"] = UUID(read["main_case_id"])
    if "decided_on" in read:
        read["decided_on"] = date.fromisoformat(read["decided_on"])
    return read
