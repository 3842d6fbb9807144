"""异议: raised by a unit while a run is open, decided by somebody else; what is upheld is counted at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.notices import notify
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import people_with
from chuangcheng.supervision.appraisal import AwardKind, UnitFacts
from chuangcheng.supervision.appraisal.corrections import Effect, kind_missing, missing_award
from chuangcheng.supervision.appraisal_access import DECIDE, may_object, objection_for, result_for
from chuangcheng.supervision.models import Decision, Merit, Objection, ObjectionFile, Result, Run
from chuangcheng.supervision.queries.appraisals.sheets import (
    kinds_of,
    missing_words,
    record_ids_of,
    records_told,
    sheet_page,
)
from chuangcheng.supervision.services.appraisals.publishing import recount

MOST_REASON, MOST_WORDS, MOST_LABEL = 1000, 500, 200  # characters, as the columns
MOST_FILES = 9  # of one objection; our choice
Named = tuple[StoredFile, str]  # the name is what the sender gave it


class NoTimeToObject(Refusal):
    """The run is not open to objections, or not any more."""

    def __init__(self) -> None:
        super().__init__(_("现在不在异议期内，不能提出异议。"))


class ObjectedAlready(Refusal):
    """The same record waits for a decision."""

    def __init__(self) -> None:
        super().__init__(_("这条记录已经提出过异议，正在等待认定。"))


class DecidedAlready(Refusal):
    """Somebody decided it."""

    def __init__(self) -> None:
        super().__init__(_("这件异议已经认定，不能再次认定。"))


@transaction.atomic
def raise_objection(
    *,
    actor: Actor,
    objection_id: UUID,
    result_id: UUID,
    line: int,
    record_id: str = "",
    missing: str = "",
    reason: str,
    files: Sequence[Named] = (),
) -> Objection:
    """A unit says why a record of a line (from 1) should not count as it does; the same id twice is one.

    missing: of AwardKind, in place of a record: praise that should stand in a line of bonuses and does not.
    """
    result = result_for(actor, result_id)
    there = Objection.objects.filter(pk=objection_id).first()
    if there is not None and there.raised_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(objection_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if not may_object(actor, result):
        raise NotPermitted(_("只有本单位的负责人和联络员可以提出异议。"))
    run = Run.objects.select_for_update(no_key=True).get(pk=result.run_id)
    if run.state != Run.State.OPEN or run.objections_until is None or now() >= run.objections_until:
        raise NoTimeToObject
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明异议的理由。"))
    record_id = _record_objected(result, record_id, missing, objection_id)
    line_name, label = _named(result, line, record_id)
    whose = {"run": run, "result": result, "unit_id": result.unit_id}
    made = Objection.objects.create(
        pk=objection_id,
        number=next_number(series="objection", year=today().year),
        **whose,
        line_name=line_name,
        record_id=record_id,
        record_label=label,
        reason=words,
        raised_by_id=actor.person_id,
        raised_by_name=actor.name,
    )
    ObjectionFile.objects.bulk_create(
        [ObjectionFile(objection=made, file=file, name=name[:MOST_LABEL]) for file, name in files[:MOST_FILES]]
    )
    audit.record(actor=actor, action="supervision.object", subject=made)
    deciders = people_with(permission=DECIDE, today=today()).values_list("pk", flat=True)
    _tell(list(deciders), made, "raised", _("%(unit)s对考核提出异议") % {"unit": result.name})
    return made


def _record_objected(result: Result, record_id: str, missing: str, objection_id: UUID) -> str:
    """The id of the record, of missing praise a new one; nothing alike may wait for its decision."""
    waiting = Objection.objects.filter(result=result, decision__isnull=True)
    if missing:
        record_id = missing_award(_award(missing), objection_id.hex[-8:])
        waiting = waiting.filter(record_id__startswith=missing_award(_award(missing), ""))
    else:
        waiting = waiting.filter(record_id=record_id)
    if waiting.exists():
        raise ObjectedAlready
    return record_id


@transaction.atomic
def decide_objection(*, actor: Actor, objection_id: UUID, is_upheld: bool, reason: str, effect: str = "") -> Decision:
    """认定, by somebody who did not raise it. What is upheld changes the record and recounts the board at once."""
    require(actor, DECIDE)
    if not actor.everywhere(DECIDE):
        raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))
    found = objection_for(actor, objection_id)
    run = Run.objects.select_for_update(no_key=True).get(pk=found.run_id)
    if Decision.objects.filter(objection=found).exists():
        raise DecidedAlready
    if run.state != Run.State.OPEN:
        raise NoTimeToObject
    if found.raised_by_id == actor.person_id:
        raise NotPermitted(_("异议不能由提出人自己认定，请由其他人办理。"))
    words = checked_text(reason, label=_("理由"), at_most=MOST_WORDS)
    if not words:
        raise InvalidInput(_("请写明认定的理由。"))
    made = Decision.objects.create(
        objection=found,
        is_upheld=is_upheld,
        effect=_effect(found, effect) if is_upheld else "",
        reason=words,
        by_id=actor.person_id,
        by_name=actor.name,
    )
    audit.record(actor=actor, action="supervision.decide_objection", subject=found, detail={"upheld": is_upheld})
    if is_upheld:
        _praise(actor, made, run)
        recount(run)
    told = _("异议%(number)s已支持") if is_upheld else _("异议%(number)s未支持")
    raised_by = [found.raised_by_id] if found.raised_by_id else []
    _tell(raised_by, found, "decided", told % {"number": found.number})
    return made


def objection_to_prove(actor: Actor, objection_id: UUID) -> Objection:
    """The objection, for who may raise one for its unit; NotFound when absent or not theirs to see."""
    found = objection_for(actor, objection_id)
    if not may_object(actor, Result.objects.select_related("run").get(pk=found.result_id)):
        raise NotPermitted(_("只有本单位的负责人和联络员可以提出异议。"))
    return found


@transaction.atomic
def add_objection_files(*, actor: Actor, objection_id: UUID, files: Sequence[Named]) -> list[ObjectionFile]:
    """What proves an objection, while nobody has decided; a file that is there stays one. At most nine in all."""
    found = objection_to_prove(actor, objection_id)
    Run.objects.select_for_update(no_key=True).get(pk=found.run_id)
    if Decision.objects.filter(objection=found).exists():
        raise DecidedAlready
    there = list(found.files.values_list("file_id", flat=True))
    fresh = [(file, name) for file, name in files if file.pk not in there]
    if len(there) + len(fresh) > MOST_FILES:
        raise InvalidInput(_("一件异议最多附%(most)s份证明材料。") % {"most": MOST_FILES})
    ObjectionFile.objects.bulk_create(
        [ObjectionFile(objection=found, file=file, name=name[:MOST_LABEL]) for file, name in fresh]
    )
    if fresh:
        audit.record(actor=actor, action="supervision.prove_objection", subject=found, detail={"files": len(fresh)})
    return list(found.files.select_related("file"))


def effects_for(facts: UnitFacts, record_id: str) -> tuple[Effect, ...]:
    """How a record may count after a decision."""
    if kind_missing(record_id) is not None:
        return (Effect.ADD,)
    if any(case.case_id == record_id for case in facts.cases):
        return tuple(effect for effect in Effect if effect != Effect.ADD)
    if any(deed.deed_id == record_id for deed in facts.deeds):
        return (Effect.LEAVE_OUT, Effect.ON_TIME)
    return (Effect.LEAVE_OUT,)


def _effect(found: Objection, effect: str) -> str:
    result = Result.objects.select_related("run").get(pk=found.result_id)
    if effect not in effects_for(sheet_page(result=result).facts, found.record_id):
        raise InvalidInput(_("请选择支持后这条记录怎么计。"))
    return effect


def _named(result: Result, line: int, record_id: str) -> tuple[str, str]:
    page = sheet_page(result=result)
    if not 1 <= line <= len(page.sheet.lines):
        raise InvalidInput(_("没有这个计分项，请从考核单进入。"))
    chosen = page.sheet.lines[line - 1]
    if (kind := kind_missing(record_id)) is not None:
        if kind.value not in kinds_of(chosen):
            raise InvalidInput(_("这个计分项不计这类加分事项，请从考核单进入。"))
        return chosen.line.name, missing_words(kind)
    wanted = next((each for each in record_ids_of(chosen) if each[0] == record_id), None)
    if wanted is None:
        raise InvalidInput(_("这个计分项里没有这条记录，请从考核单进入。"))
    return chosen.line.name, records_told(facts=page.facts, wanted=[wanted])[0].label[:MOST_LABEL]


def _award(missing: str) -> AwardKind:
    if missing not in set(AwardKind):
        raise InvalidInput(_("请选择漏记的是哪一类加分事项。"))
    return AwardKind(missing)


def _praise(actor: Actor, decision: Decision, run: Run) -> None:
    """Praise that was left out is entered, so that the periods which are computed later count it, too."""
    objection = decision.objection
    kind = kind_missing(objection.record_id)
    if kind is None or objection.unit_id is None:
        return
    merit = Merit.objects.create(
        unit_id=objection.unit_id,
        kind=kind.value,
        on=min(run.last, today()),
        source=_("异议%(number)s") % {"number": objection.number},
        reason=decision.reason,
        entered_by_id=decision.by_id,
        entered_by_name=decision.by_name,
    )
    audit.record(actor=actor, action="supervision.enter_merit", subject=merit, detail={"kind": merit.kind})


def _tell(person_ids: Sequence[int], found: Objection, what: str, title: str) -> None:
    link = reverse("supervision:objection", args=[found.pk])
    notify(person_ids=person_ids, key=f"supervision.objection-{what}-{found.pk}", title=title, link=link)
