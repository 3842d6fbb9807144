"""Hits on the negative list: recorded or warned of, confirmed by a second person, appealed, lifted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit, numbers
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.core.times import now, today
from chuangcheng.orgs.queries import people_with
from chuangcheng.scoring import workflow
from chuangcheng.scoring.access import WATCH, hit_to_change
from chuangcheng.scoring.models import HitFile, HitStep, NegativeHit, WatchedClass
from chuangcheng.standards.access import negative_entry_for

if TYPE_CHECKING:
    from chuangcheng.core.models import StoredFile
    from chuangcheng.orgs.models import Unit
    from chuangcheng.standards.models import NegativeEntry

FIRST_DAY = date(2000, 1, 1)
LONGEST_SOURCE, LONGEST_ACCOUNT, LONGEST_NOTE = 200, 4_000, 2_000  # characters
LONGEST_NAME = 200  # of a file
SERIES = "negative_hit"
CASE = "cases.case"

ACTIONS = {step: "scoring.hit_" + step for step in workflow.STEP_LABELS}  # in the trail

Evidence = Sequence["tuple[StoredFile, str]"]


@dataclass(frozen=True)
class HitGiven:
    """What a form says about a hit."""

    entry_id: int
    happened_on: date
    account: str
    source: str
    unit: Unit | None = None  # None: the whole place
    hit_id: UUID | None = None  # made by the form, so that sending it twice records once
    evidence: Evidence = field(default_factory=tuple)
    source_kind: str = ""
    source_id: str = ""


@transaction.atomic
def record_hit(*, actor: Actor, given: HitGiven) -> NegativeHit:
    """Records a hit; it counts for nothing until somebody else has confirmed it."""
    require(actor, workflow.RECORD_HITS)
    return _begun(actor, given, workflow.RECORD)


@transaction.atomic
def suspect_hit(*, actor: Actor, given: HitGiven) -> NegativeHit:
    """An early warning: something that may be a hit, for the office to look at. The same source warns once."""
    require(actor, workflow.RECORD_HITS)
    return _begun(actor, given, workflow.SUSPECT)


@transaction.atomic
def move_hit(
    *, actor: Actor, hit_id: UUID, move: str, note: str, evidence: Evidence = (), step_id: UUID | None = None
) -> NegativeHit:
    """Makes a step. Raises HitMoveNotAllowed, SamePerson, EvidenceMissing, or InvalidInput without a reason."""
    hit = hit_to_change(actor, hit_id)
    if step_id is not None and HitStep.objects.filter(pk=step_id, hit=hit, move=move).exists():
        return hit
    require_move(actor=actor, hit=hit, move=move)
    steps = list(hit.steps.all())
    made = workflow.check(
        move,
        state=workflow.HitState(hit.state),
        makers={step.move: step.made_by_id for step in steps},
        maker=actor.person_id,
        files=len(evidence) + HitFile.objects.filter(step__in=steps).count(),
    )
    reason = clean_text(note)[:LONGEST_NOTE]
    if not reason:
        raise InvalidInput(_("请填写理由，以便日后查考。"))
    hit.state = made.to_state
    hit.save(update_fields=["state"])
    _step(actor, hit, move, reason, evidence, step_id)
    return hit


def require_move(*, actor: Actor, hit: NegativeHit, move: str) -> None:
    """Refuses who may not make this step at this hit, before anything is taken from them."""
    if move not in workflow.MOVES:
        raise NotFound(_("没有这个步骤，请从事项页面进入。"))
    _require_at(actor, workflow.MOVES[move].permission, hit.unit)


@transaction.atomic
def watch_class(*, actor: Actor, entry_id: int, class_id: int) -> WatchedClass:
    """Cases of the class are from now on early warnings of the entry."""
    require(actor, WATCH)
    entry = _entry(actor, entry_id)
    made, created = WatchedClass.objects.get_or_create(entry=entry, problem_class_id=class_id)
    if created:
        audit.record(actor=actor, action="scoring.watch_class", subject=entry, detail={"class": str(class_id)})
    return made


@transaction.atomic
def unwatch_class(*, actor: Actor, watched_id: int) -> None:
    """Cases of the class warn no more; warnings that were given stay."""
    require(actor, WATCH)
    row = WatchedClass.objects.select_related("entry").filter(pk=watched_id).first()
    if row is None:
        raise NotFound(_("没有找到这项预警来源，可能已被删除。"))
    audit.record(
        actor=actor, action="scoring.unwatch_class", subject=row.entry, detail={"class": str(row.problem_class_id)}
    )
    row.delete()


def _begun(actor: Actor, given: HitGiven, move: str) -> NegativeHit:
    entry = _entry(actor, given.entry_id)
    _require_at(actor, workflow.RECORD_HITS, given.unit)
    checked = _checked(given)
    if given.source_id:
        known = NegativeHit.objects.filter(
            entry=entry, source_kind=given.source_kind, source_id=given.source_id
        ).first()
        if known is not None:
            return known
    hit, created = NegativeHit.objects.get_or_create(
        pk=given.hit_id or new_id(),
        defaults={
            "number": numbers.next_number(series=SERIES, year=today().year),
            "entry": entry,
            "unit": given.unit,
            "state": workflow.BEGINNINGS[move],
            "happened_on": given.happened_on,
            "source_kind": given.source_kind,
            "source_id": given.source_id,
            **checked,
        },
    )
    if hit.entry_id != entry.pk:
        raise InvalidInput(_("表单编号已用过，请刷新页面后重新填写。"))
    if created:
        _step(actor, hit, move, "", given.evidence, None)
    return hit


def _step(actor: Actor, hit: NegativeHit, move: str, note: str, evidence: Evidence, step_id: UUID | None) -> None:
    if step_id is not None and not is_client_id(step_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    step = HitStep.objects.create(
        pk=step_id or new_id(),
        hit=hit,
        move=move,
        note=note,
        made_by_id=actor.person_id,
        made_by_name=actor.name,
        made_at=now(),
    )
    HitFile.objects.bulk_create(HitFile(step=step, file=file, name=name[:LONGEST_NAME]) for file, name in evidence)
    audit.record(actor=actor, action=ACTIONS[move], subject=hit, detail={"number": hit.number})
    _tell(actor, hit, step)


def _tell(actor: Actor, hit: NegativeHit, step: HitStep) -> None:
    """Those who may confirm hear of every step but their own."""
    deciding = people_with(permission=workflow.CONFIRM_HITS, today=today())
    people = set(deciding.values_list("pk", flat=True)) - {actor.person_id}
    words = {"number": hit.number, "code": hit.entry.code, "step": inbox_text(workflow.STEP_LABELS[step.move])}
    notify(
        person_ids=sorted(people),
        key=f"scoring.hit-{step.pk}",
        title=inbox_text("负面清单%(code)s（%(number)s）：%(step)s", words),
        link=f"/scores/negative/{hit.pk}/",
    )


def _checked(given: HitGiven) -> dict[str, str]:
    if given.hit_id is not None and not is_client_id(given.hit_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if not FIRST_DAY <= given.happened_on <= today():
        raise InvalidInput(_("发生日期不能晚于今天，请更正。"))
    account, source = clean_text(given.account)[:LONGEST_ACCOUNT], clean_text(given.source)[:LONGEST_SOURCE]
    if not account:
        raise InvalidInput(_("请写明发生了什么。"))
    if not source:
        raise InvalidInput(_("请填写来源，例如通报文号或新闻标题。"))
    return {"account": account, "source": source}


def _entry(actor: Actor, entry_id: int) -> NegativeEntry:
    entry = negative_entry_for(actor, entry_id)
    if entry.framework.state == entry.framework.State.DRAFT:
        raise Refusal(_("该体系还是草稿，执行后才能登记负面清单事项。"))
    return entry


def _require_at(actor: Actor, code: str, unit: Unit | None) -> None:
    """The permission for the unit; for the whole place it must be held everywhere."""
    require(actor, code)
    if not (actor.everywhere(code) if unit is None else actor.may_at(code, unit.path)):
        raise NotPermitted(_("您没有这个范围的权限，请联系创城办。"))
