"""回头看: planned when a case is closed as fixed, done on a small form, lapsed when the case goes on.

Planning reads how the case stands now, so that news may come twice, late, and in any order, and a worker may be killed
in between. Imported history is not looked back at: our choice, since years of it would fall due at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.access import LOOK_BACK, look_back_for, visible_look_backs
from chuangcheng.cases.models import Case, LookBack, LookBackPhoto, Relapse
from chuangcheng.cases.recurrence import days_between
from chuangcheng.cases.recurrence_policies import LOOK_BACK_DAYS
from chuangcheng.cases.services.opening import open_case
from chuangcheng.cases.services.photos import PhotoUnusable
from chuangcheng.cases.services.relapses import recount_chain
from chuangcheng.cases.services.steps import has_fixed
from chuangcheng.cases.states import Outcome, State
from chuangcheng.cases.workflow import FIX_CASES
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import SHANGHAI, local_date, now

CLOSING = ("close", "fix_on_spot")  # moves
MOST_NOTE, MOST_PHOTOS, MOST_AT_ONCE = 1000, 9, 200


class LookedBackAlready(Refusal):
    """Somebody else did it."""

    def __init__(self, found: LookBack) -> None:
        sentence = _("这次回头看已由%(name)s于%(moment)s登记为“%(finding)s”，请刷新页面。")
        at = f"{found.done_at.astimezone(SHANGHAI):%m-%d %H:%M}" if found.done_at else ""
        super().__init__(sentence % {"name": found.done_by_name, "moment": at, "finding": found.get_finding_display()})


class LookBackLapsed(Refusal):
    """The case has gone on, so that there is nothing to look back at."""

    def __init__(self) -> None:
        super().__init__(_("该问题已有新的进展，这次回头看不再需要，请看问题的最新情况。"))


class LooksAtOwnFix(Refusal):
    """Whoever fixed it does not say whether the fix holds."""

    def __init__(self) -> None:
        super().__init__(_("回头看不能由整改该问题的人登记，请交给他人。"))


def follow_closing(payload: Mapping[str, Any]) -> None:
    """After `cases.moved`: plans what a closing brings, and lets lapse what another move makes idle."""
    closed = State.CLOSED.value
    if closed in {payload["from_state"], payload["to_state"]}:
        plan_look_backs(UUID(payload["case_id"]))


@transaction.atomic
def plan_look_backs(case_id: UUID) -> None:
    """Plans the look-backs of a case as it stands now. Twice is once."""
    Case.objects.select_for_update().filter(pk=case_id).values_list("pk").first()
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return
    planned = LookBack.objects.filter(case=case, state=LookBack.State.PLANNED)
    if not _is_fixed(case) or case.closed_at is None:
        planned.update(state=LookBack.State.LAPSED, note=case.get_state_display())
        return
    steps = case.history.filter(move__in=CLOSING).order_by("-at", "-id")
    closing = steps.values_list("pk", flat=True).first()
    if closing is None or case.is_imported:
        return
    planned.exclude(closing_id=closing).update(state=LookBack.State.LAPSED, note=case.get_state_display())
    day = local_date(case.closed_at)
    LookBack.objects.bulk_create(
        [
            LookBack(case=case, closing_id=closing, after_days=days, due_on=day + timedelta(days=days))
            for days in LOOK_BACK_DAYS.on(day)
        ],
        ignore_conflicts=True,
    )


def take_look_backs(*, actor: Actor, look_back_ids: Collection[UUID]) -> int:
    """The actor will go there; gives the number of those taken."""
    _require_looking(actor)
    if not look_back_ids or len(look_back_ids) > MOST_AT_ONCE:
        raise InvalidInput(_("请勾选1至%(most)d项回头看，再领取。") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        rows = visible_look_backs(actor).filter(pk__in=list(look_back_ids), state=LookBack.State.PLANNED)
        keys = list(rows.values_list("pk", flat=True))
        count = LookBack.objects.filter(pk__in=keys).update(assignee_id=actor.person_id)
        audit.record(actor=actor, action="cases.take_look_backs", detail={"rows": count})
    return count


def record_look_back(
    *,
    actor: Actor,
    look_back_id: UUID,
    finding: str,
    note: str = "",
    photo_ids: Sequence[UUID] = (),
    case_id: UUID | None = None,
) -> LookBack:
    """What was seen. Came back: a case is opened at once, with the photos, as a confirmed relapse.

    `case_id`: of the case to open, made by the form. The same person and finding again give what is recorded.
    """
    _require_looking(actor)
    _check(finding, note, photo_ids)
    with transaction.atomic():
        found = look_back_for(actor, look_back_id, lock=True)
        if found.state == LookBack.State.DONE:
            if (found.done_by_id, found.finding) == (actor.person_id, finding):
                return found
            raise LookedBackAlready(found)
        if found.state == LookBack.State.LAPSED or not _is_fixed(found.case):
            raise LookBackLapsed
        if has_fixed(actor, found.case):
            raise LooksAtOwnFix
        _write(actor, found, finding, note.strip(), photo_ids)
        if finding == LookBack.Finding.CAME_BACK:
            found.opened_case = _reopened_as(actor, found, note.strip(), photo_ids, case_id)
            found.save(update_fields=["opened_case"])
        _let_others_lapse(found)
        detail = {"finding": finding, "days": found.after_days}
        audit.record(actor=actor, action="cases.record_look_back", subject=found.case, detail=detail)
    return found


def _require_looking(actor: Actor) -> None:
    """Whom a look-back may be given to: which ones they are, `visible_look_backs` tells."""
    if not actor.may(FIX_CASES):
        require(actor, LOOK_BACK)


def _check(finding: str, note: str, photo_ids: Sequence[UUID]) -> None:
    if finding not in LookBack.Finding.values:
        raise InvalidInput(_("请选择看到的情况：仍保持、已回潮或无法判断。"))
    if len(note) > MOST_NOTE:
        raise InvalidInput(_("说明不能超过%(most)s字，请精简后再提交。") % {"most": MOST_NOTE})
    if "\x00" in note:
        raise InvalidInput(_("文字中有无法保存的字符，请重新输入。"))
    if finding == LookBack.Finding.CANNOT_TELL and not note.strip():
        raise InvalidInput(_("无法判断的，请写明原因，例如现场围挡、无法进入。"))
    if finding != LookBack.Finding.CANNOT_TELL and not photo_ids:
        raise InvalidInput(_("没有现场照片，请拍照上传后再登记。"))
    if len(photo_ids) > MOST_PHOTOS:
        raise PhotoUnusable(_("一次最多%(most)s张照片，请去掉多余的再提交。") % {"most": MOST_PHOTOS})


def _write(actor: Actor, found: LookBack, finding: str, note: str, photo_ids: Sequence[UUID]) -> None:
    wanted = list(dict.fromkeys(photo_ids))
    if wanted and StoredFile.objects.filter(pk__in=wanted, width__isnull=False).count() != len(wanted):
        raise PhotoUnusable(_("有照片没有上传成功，请重新上传后再提交。"))
    found.state, found.finding, found.note = LookBack.State.DONE, finding, note
    found.done_by_id, found.done_by_name, found.done_at = actor.person_id, actor.name, now()
    found.save(update_fields=["state", "finding", "note", "done_by", "done_by_name", "done_at"])
    LookBackPhoto.objects.bulk_create(
        LookBackPhoto(look_back=found, file_id=file, order=order) for order, file in enumerate(wanted)
    )


def _reopened_as(actor: Actor, found: LookBack, note: str, photo_ids: Sequence[UUID], case_id: UUID | None) -> Case:
    """The new case, confirmed as a relapse of the one looked back at."""
    former = found.case
    if case_id is None:
        raise InvalidInput(_("问题编号无效，请刷新页面后重新上报。"))
    made = open_case(
        actor=actor,
        case_id=case_id,
        description=note or former.description,
        problem_class=former.problem_class,
        severity=former.severity,
        site_id=former.site_id,
        place_text=former.place_text,
        lon=former.lon,
        lat=former.lat,
        area_id=former.area_id,
        photo_ids=list(dict.fromkeys(photo_ids)),
    )
    at = now()
    days = days_between(former.closed_at, made.reported_at) if former.closed_at else 0
    Relapse.objects.update_or_create(
        case=made,
        defaults={
            "earlier": former,
            "reason": Relapse.Reason.SEEN,
            "distance_m": None,
            "days": max(days, 0),
            "unit_id": former.lead_unit_id or former.area_id,
            "opened_at": made.reported_at,
            "ruling": Relapse.Ruling.CONFIRMED,
            "ruled_by_id": actor.person_id,
            "ruled_by_name": actor.name,
            "ruled_at": at,
            "ruling_reason": _("回头看时在现场看到。"),
        },
    )
    Case.objects.filter(pk=made.pk).update(relapse_count=former.relapse_count + 1)
    recount_chain(made.pk)
    return made


def _let_others_lapse(found: LookBack) -> None:
    """A later look says more than the earlier ones left undone; what came back is not looked at again."""
    others = LookBack.objects.filter(case=found.case, state=LookBack.State.PLANNED)
    if found.finding == LookBack.Finding.CANNOT_TELL:
        return
    if found.finding == LookBack.Finding.STILL_FIXED:
        others = others.filter(after_days__lt=found.after_days)
    others.update(state=LookBack.State.LAPSED, note=found.get_finding_display())


def _is_fixed(case: Case) -> bool:
    return case.state == State.CLOSED.value and case.outcome == Outcome.FIXED.value
