"""One press for many cases: the same moves by the same services, each case told apart, none half-written.

The id of each step follows from the id of the press and the case, so that the same press again, or a job that another
worker takes over, changes nothing twice. Dispatch is written in batches, all other moves case by case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases import workflow
from chuangcheng.cases.models import Case
from chuangcheng.cases.needs import IN_WORDS, SENTENCES
from chuangcheng.cases.services.bulk.dispatching import dispatch_batch
from chuangcheng.cases.services.bulk.outcomes import Outcome, Press, refused
from chuangcheng.cases.services.bulk.registry import BULK_MOVES
from chuangcheng.cases.services.steps import EventIdTaken, Step
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import derived_id, is_client_id

AT_ONCE = 50  # cases that a request does; more are done by a job
MOST_CASES = 5000  # cases of one press: our choice
BATCH = 50  # cases between two words on progress, and in one transaction of a dispatch

__all__ = ["AT_ONCE", "BATCH", "BULK_MOVES", "MOST_CASES", "Outcome", "Press", "check_press", "move_cases", "pressed"]


def check_press(*, actor: Actor, press: Press, count: int) -> None:
    """Raises when the press as a whole cannot be done: unknown move, no permission, nothing chosen, too much."""
    if press.move not in BULK_MOVES:
        raise InvalidInput(_("这一步不能批量办理，请逐件办理。"))
    move = workflow.move_of(press.move)
    require(actor, move.permission)
    if not is_client_id(press.id):
        raise EventIdTaken(_("提交编号无效，请刷新页面后重新提交。"))
    if not count:
        raise InvalidInput(_("没有选定问题，请选定后再提交。"))
    if count > MOST_CASES:
        raise InvalidInput(_("一次最多办理%(most)d件，请先缩小筛选范围。") % {"most": MOST_CASES})
    lacking = [need for name, need in BULK_MOVES[press.move].requires.items() if press.options.get(name) is None]
    if not str(press.options.get("reason", "")).strip():
        lacking += sorted(move.needs & IN_WORDS)
    if lacking:
        raise InvalidInput(_(SENTENCES[lacking[0]]))


def move_cases(*, actor: Actor, press: Press, case_ids: Sequence[UUID]) -> list[Outcome]:
    """What came of each case, in the order given; each one is moved completely or not at all."""
    check_press(actor=actor, press=press, count=len(case_ids))
    return [outcome for part in pressed(actor=actor, press=press, case_ids=case_ids) for outcome in part]


def pressed(*, actor: Actor, press: Press, case_ids: Sequence[UUID]) -> Iterator[list[Outcome]]:
    """The same, a batch at a time, each one committed: for jobs."""
    ordered = list(dict.fromkeys(case_ids))
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        yield dispatch_batch(actor, press, batch) if press.move == "dispatch" else _one_by_one(actor, press, batch)


def _one_by_one(actor: Actor, press: Press, batch: Sequence[UUID]) -> list[Outcome]:
    numbers = dict(Case.objects.filter(pk__in=batch).values_list("pk", "number"))
    return [_moved(actor, press, case_id, numbers) for case_id in batch]


def _moved(actor: Actor, press: Press, case_id: UUID, numbers: Mapping[UUID, str]) -> Outcome:
    step = Step(case_id, derived_id(press.id, case_id), press.seen.get(case_id))
    service = BULK_MOVES[press.move].service
    options = {name: press.options[name] for name in BULK_MOVES[press.move].takes if name in press.options}
    try:
        event = service(actor=actor, step=step, **options)
    except Refusal as refusal:
        return refused(case_id, numbers, refusal)
    return Outcome(case_id, event.case.number, "done")
