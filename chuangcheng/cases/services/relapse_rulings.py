"""What people say about a relapse: whether it is one, and why it came back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.access import JUDGE_RELAPSES, case_for, lock_cases, may_state_cause
from chuangcheng.cases.models import Case, Relapse
from chuangcheng.cases.recurrence_policies import CAUSES
from chuangcheng.cases.services.relapses import STANDING, recount_chain
from chuangcheng.cases.states import Outcome
from chuangcheng.cases.workflow import FIX_CASES
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.times import now, today

MOST_REASON, MOST_CAUSE_TEXT = 300, 1000  # characters, as the columns
RULINGS = (Relapse.Ruling.CONFIRMED, Relapse.Ruling.DENIED)


class CauseMissing(InvalidInput):
    """A problem that came back is closed only when it is known why."""

    def __init__(self) -> None:
        super().__init__(_("该问题是回潮问题，请选择回潮原因，再结案。"))


def rule_on_relapse(*, actor: Actor, case_id: UUID, ruling: str, reason: str) -> Relapse:
    """认定: a person says that it is, or is not, the same problem back, and why."""
    require(actor, JUDGE_RELAPSES)
    if ruling not in RULINGS:
        raise InvalidInput(_("请选择认定为回潮，或不是回潮。"))
    if not reason.strip():
        raise InvalidInput(_("没有写明原因，请填写后再提交。"))
    with transaction.atomic():
        case, relapse = _locked(actor, case_id)
        relapse.ruling = Relapse.Ruling(ruling)
        relapse.ruling_reason = _checked(reason, MOST_REASON)
        relapse.ruled_by_id, relapse.ruled_by_name, relapse.ruled_at = actor.person_id, actor.name, now()
        relapse.save(update_fields=["ruling", "ruling_reason", "ruled_by", "ruled_by_name", "ruled_at"])
        before = Case.objects.values_list("relapse_count", flat=True).get(pk=relapse.earlier_id)
        case.relapse_count = before + 1 if relapse.is_standing else 0
        case.save(update_fields=["relapse_count"])
        recount_chain(case.pk)
        audit.record(actor=actor, action="cases.rule_on_relapse", subject=case, detail={"ruling": ruling})
    return relapse


def state_cause(*, actor: Actor, case_id: UUID, cause: str, text: str = "") -> Relapse:
    """原因: why the problem came back, as the unit that fixes it or the office says."""
    if not (actor.may(FIX_CASES) or actor.may(JUDGE_RELAPSES)):
        require(actor, JUDGE_RELAPSES)
    if cause not in CAUSES.on(today()):
        raise InvalidInput(_("请从列表中选择回潮原因。"))
    with transaction.atomic():
        case, relapse = _locked(actor, case_id)
        if not may_state_cause(actor, case):
            raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))
        _write_cause(actor, case, relapse, cause, text)
    return relapse


def cause_with_step(*, actor: Actor, case: Case, cause: str, text: str = "") -> dict[str, str]:
    """Keeps the cause that comes with a step of a locked case; gives what the step tells of it.

    Whoever may make the step may say why. Nothing for what is no relapse, for no cause, and for one that is known.
    """
    if not cause.strip():
        return {}
    if cause not in CAUSES.on(today()):
        raise InvalidInput(_("请从列表中选择回潮原因。"))
    relapse = Relapse.objects.filter(case=case, ruling__in=STANDING).first()
    if relapse is None or (relapse.cause, relapse.cause_text) == (cause, text.strip()):
        return {}
    _write_cause(actor, case, relapse, cause, text)
    return {"cause": cause}


def require_cause(case: Case, outcome: str) -> None:
    """Raises CauseMissing for a relapse that is to be closed as fixed while nobody said why it came back.

    It stands here and not among the needs of the workflow, since a link, not the case, lacks something; imported
    history is exempt, and so is what is fixed on the spot by one person in one step.
    """
    if not case.relapse_count or case.is_imported or outcome != Outcome.FIXED.value:
        return
    if Relapse.objects.filter(case=case, ruling__in=STANDING, cause="").exists():
        raise CauseMissing


def _locked(actor: Actor, case_id: UUID) -> tuple[Case, Relapse]:
    lock_cases([case_id])
    case = case_for(actor, case_id)
    relapse = Relapse.objects.filter(case=case).first()
    if relapse is None:
        raise NotFound(_("该问题没有识别为回潮，请刷新页面查看最新情况。"))
    return case, relapse


def _write_cause(actor: Actor, case: Case, relapse: Relapse, cause: str, text: str) -> None:
    relapse.cause, relapse.cause_text = cause, _checked(text, MOST_CAUSE_TEXT)
    relapse.cause_by_name, relapse.cause_at = actor.name, now()
    relapse.save(update_fields=["cause", "cause_text", "cause_by_name", "cause_at"])
    audit.record(actor=actor, action="cases.state_cause", subject=case, detail={"cause": cause})


def _checked(text: str, most: int) -> str:
    if len(text.strip()) > most:
        raise InvalidInput(_("说明不能超过%(most)s字，请精简后再提交。") % {"most": most})
    if "\x00" in text:
        raise InvalidInput(_("文字中有无法保存的字符，请重新输入。"))
    return text.strip()
