"""申诉: by the unit or by a person named, within the time; decided by somebody who did not decide the matter. What is
upheld ends the matter and takes its points back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.files.errors import shown_name
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.supervision.accountability_access import matter_for, require_decider, side_of
from chuangcheng.supervision.accountability_workflow import MatterNotThere
from chuangcheng.supervision.models import Appeal, AppealDecision, AppealFile, Matter
from chuangcheng.supervision.services.accountability.deciding import end_matter
from chuangcheng.supervision.services.accountability.telling import tell_concerned, tell_of_appeal

MOST_TEXT, MOST_REASON, MOST_FILES = 2000, 1000, 9  # characters, as the columns; files our choice
Named = tuple[StoredFile, str]


class NoTimeToAppeal(Refusal):
    """The time is over, or there is nothing to appeal against."""

    def __init__(self) -> None:
        super().__init__(_("申诉期限已过，或这件事项不能申诉。"))


class AppealedAlready(Refusal):
    """The same side has appealed."""

    def __init__(self) -> None:
        super().__init__(_("已经提出过申诉，不能重复提出。"))


class AppealDecidedAlready(Refusal):
    """Somebody decided it."""

    def __init__(self) -> None:
        super().__init__(_("这件申诉已经办理，不能再次办理。"))


@transaction.atomic
def raise_appeal(*, actor: Actor, matter_id: UUID, appeal_id: UUID, text: str, files: Sequence[Named] = ()) -> Appeal:
    """The appeal of the unit or of a person named; the same id twice is one."""
    matter = matter_for(actor, matter_id, lock=True)
    there = Appeal.objects.filter(pk=appeal_id).first()
    if there is not None and there.matter_id == matter.pk and there.raised_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(appeal_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    side = side_to_appeal(actor, matter)
    if not may_still_appeal(matter):
        raise NoTimeToAppeal
    if Appeal.objects.filter(matter=matter, side=side).exists():
        raise AppealedAlready
    words = checked_text(text, label=_("申诉理由"), at_most=MOST_TEXT)
    if not words:
        raise InvalidInput(_("请写明申诉的理由。"))
    if len(files) > MOST_FILES:
        raise InvalidInput(_("一次最多上传%(most)s个附件。") % {"most": MOST_FILES})
    made = Appeal.objects.create(
        pk=appeal_id, matter=matter, side=side, text=words, raised_by_id=actor.person_id, raised_by_name=actor.name
    )
    _keep_files(made, files)
    audit.record(actor=actor, action="supervision.raise_appeal", subject=matter)
    tell_of_appeal(made)
    return made


def side_to_appeal(actor: Actor, matter: Matter) -> str:
    """For whom the actor appeals; NotPermitted for everybody else."""
    side = side_of(actor, matter)
    if not side:
        raise NotPermitted(_("只有被问责的单位和本人可以申诉。"))
    return side


def appeal_to_prove(actor: Actor, appeal_id: UUID) -> Appeal:
    """The appeal, for its side; NotFound when absent or not theirs to see."""
    found = Appeal.objects.filter(pk=appeal_id).first()
    if found is None:
        raise NotFound(_("没有找到这件申诉，请从奖惩事项页面进入。"))
    side = side_to_appeal(actor, matter_for(actor, found.matter_id))
    if found.raised_by_id != actor.person_id and found.side != side:
        raise NotPermitted(_("这件申诉不是由您一方提出的，不能补充材料。"))
    return found


@transaction.atomic
def add_appeal_files(*, actor: Actor, appeal_id: UUID, files: Sequence[Named]) -> list[AppealFile]:
    """What proves an appeal, while nobody has decided; a file that is there stays one. At most nine in all."""
    found = appeal_to_prove(actor, appeal_id)
    matter = matter_for(actor, found.matter_id, lock=True)
    if AppealDecision.objects.filter(appeal=found).exists():
        raise AppealDecidedAlready
    if matter.state != "decided":
        raise MatterNotThere(matter.state)
    there = set(found.files.values_list("file_id", flat=True))
    fresh = [(file, name) for file, name in files if file.pk not in there]
    if len(there) + len(fresh) > MOST_FILES:
        raise InvalidInput(_("一件申诉最多附%(most)s个附件。") % {"most": MOST_FILES})
    _keep_files(found, fresh)
    if fresh:
        audit.record(actor=actor, action="supervision.prove_appeal", subject=matter, detail={"files": len(fresh)})
    return list(found.files.select_related("file"))


@transaction.atomic
def decide_appeal(*, actor: Actor, appeal_id: UUID, is_upheld: bool, reason: str) -> AppealDecision:
    """By somebody who neither decided the matter nor appealed. Upheld: the matter ends, its points are taken back."""
    require_decider(actor)
    found = Appeal.objects.filter(pk=appeal_id).first()
    if found is None:
        raise NotFound(_("没有找到这件申诉，请从奖惩事项页面进入。"))
    matter = matter_for(actor, found.matter_id, lock=True)
    if AppealDecision.objects.filter(appeal=found).exists():
        raise AppealDecidedAlready
    if matter.state != "decided":
        raise MatterNotThere(matter.state)
    if actor.person_id in {matter.decided_by_id, found.raised_by_id}:
        raise NotPermitted(_("申诉不能由作出决定的人或申诉人自己办理，请由其他人办理。"))
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明办理申诉的理由。"))
    made = AppealDecision.objects.create(
        appeal=found, is_upheld=is_upheld, reason=words, by_id=actor.person_id, by_name=actor.name
    )
    audit.record(actor=actor, action="supervision.decide_appeal", subject=matter, detail={"upheld": is_upheld})
    if is_upheld:
        end_matter(actor=actor, matter=matter, event_id=derived_id(found.pk, "upheld"), move="overturn", text=words)
    else:
        title = inbox_text("对%(number)s的申诉没有成立，维持原决定", {"number": matter.number})
        tell_concerned(matter, f"refused-{found.pk}", title)
    return made


def may_still_appeal(matter: Matter) -> bool:
    """Whether it stands and the time is not over."""
    return matter.state == "decided" and matter.appeal_until is not None and now() < matter.appeal_until


def _keep_files(appeal: Appeal, files: Sequence[Named]) -> None:
    AppealFile.objects.bulk_create(
        [AppealFile(appeal=appeal, file=file, name=shown_name(name)[:200]) for file, name in files]
    )
