"""会议记录: who came, what was concluded and decided; with the minutes the resolutions become tasks and go back to what
raised them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases import services as cases
from chuangcheng.cases.queries import escalated_cases
from chuangcheng.command.indexing import index_meeting
from chuangcheng.command.meeting_access import meeting_to_change
from chuangcheng.command.models import AgendaItem, Meeting, Resolution, ResolutionCheck
from chuangcheng.command.queries.resolutions import resolutions_to_check
from chuangcheng.command.services.meetings.agenda import item_of
from chuangcheng.command.services.meetings.asking import end_calls
from chuangcheng.command.services.meetings.planning import MeetingEnded, open_meeting, tell_units
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.notices import inbox_text
from chuangcheng.core.times import local_date, now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import open_unit_ids
from chuangcheng.tasks.services import NewTask, TaskGiven, make_tasks

MOST_MINUTES, MOST_CONCLUSION, MOST_RESOLUTION, MOST_NAMES = 20_000, 1000, 200, 100  # characters
MOST_DECISION = 1000  # characters of a step of a case
MOST_RESOLUTIONS = 100  # of one meeting; our choice


@dataclass(frozen=True)
class MinutesGiven:
    """What was written down; the units not in `present` did not come."""

    text: str
    conclusions: Mapping[UUID, str]  # agenda item → its conclusion
    present: Mapping[int, str]  # unit → who came for it


@dataclass(frozen=True)
class ResolutionGiven:
    """A resolution as the form sends it."""

    text: str
    unit_id: int | None
    due_on: date | None
    item_id: UUID | None = None


@transaction.atomic
def write_minutes(*, actor: Actor, meeting_id: UUID, given: MinutesGiven) -> Meeting:
    """Attendance, conclusions and text, until they are issued as often as one likes."""
    found = _called(actor, meeting_id)
    found.minutes = checked_text(given.text, label=_("纪要"), at_most=MOST_MINUTES)
    found.save(update_fields=["minutes"])
    items = list(found.items.all())
    for item in items:
        said = given.conclusions.get(item.pk, item.conclusion)
        item.conclusion = checked_text(said, label=_("议题结论"), at_most=MOST_CONCLUSION)
    AgendaItem.objects.bulk_update(items, ["conclusion"])
    units = list(found.units.all())
    for row in units:
        row.attended = row.unit_id in given.present
        row.who_came = checked_text(given.present.get(row.unit_id, ""), label=_("到会人员"), at_most=MOST_NAMES)
    found.units.bulk_update(units, ["attended", "who_came"])
    audit.record(actor=actor, action="command.write_minutes", subject=found)
    return found


@transaction.atomic
def add_resolution(*, actor: Actor, meeting_id: UUID, resolution_id: UUID, given: ResolutionGiven) -> Resolution:
    """A resolution, with unit and date; the same id twice is one."""
    found = _called(actor, meeting_id)
    there = Resolution.objects.filter(pk=resolution_id).first()
    if there is not None and there.meeting_id == found.pk:
        return there
    if there is not None or not is_client_id(resolution_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    text = checked_text(given.text, label=_("决定事项"), at_most=MOST_RESOLUTION)
    if not text:
        raise InvalidInput(_("请写明决定事项。"))
    if given.unit_id is None or not open_unit_ids([given.unit_id]):
        raise InvalidInput(_("请选择责任单位。"))
    if given.due_on is None or given.due_on < local_date(found.starts_at):
        raise InvalidInput(_("请填写完成时限，不能早于会议日期。"))
    if found.resolutions.count() >= MOST_RESOLUTIONS:
        raise InvalidInput(_("一次会议最多%(most)s条决定事项。") % {"most": MOST_RESOLUTIONS})
    item = None if given.item_id is None else item_of(found, given.item_id)
    made = Resolution.objects.create(
        pk=resolution_id, meeting=found, item=item, text=text, unit_id=given.unit_id, due_on=given.due_on
    )
    audit.record(actor=actor, action="command.add_resolution", subject=found)
    return made


@transaction.atomic
def remove_resolution(*, actor: Actor, meeting_id: UUID, resolution_id: UUID) -> None:
    """Takes a resolution back before the minutes are issued."""
    found = _called(actor, meeting_id)
    count, _rows = found.resolutions.filter(pk=resolution_id).delete()
    if not count:
        raise NotFound(_("没有找到这条决定事项，请刷新页面。"))
    audit.record(actor=actor, action="command.remove_resolution", subject=found)


@transaction.atomic
def issue_minutes(*, actor: Actor, meeting_id: UUID) -> Meeting:
    """印发: resolutions become tasks, cases hear the decision, what was checked is kept. Again: nothing."""
    found = meeting_to_change(actor, meeting_id)
    if found.issued_at is not None:
        return found
    _check_complete(found)
    # What was checked comes first: these resolutions stand beside it, not among it.
    _keep_checks(found)
    resolutions = list(found.resolutions.select_related("unit").defer("unit__boundary"))
    _give_tasks(actor, found, resolutions)
    decided = _tell_cases(actor, found, resolutions)
    found.issued_at, found.issued_by_id = now(), actor.person_id
    found.save(update_fields=["issued_at", "issued_by"])
    end_calls(found)
    tell_units(found, inbox_text("会议纪要已印发：%(title)s", {"title": found.title}), "issued")
    detail = {"lines": len(resolutions), "decided": decided}
    audit.record(actor=actor, action="command.issue_minutes", subject=found, detail=detail)
    index_meeting(found)
    return found


def _called(actor: Actor, meeting_id: UUID) -> Meeting:
    found = open_meeting(actor, meeting_id)
    if found.called_at is None:
        raise InvalidInput(_("会议还没有通知，请先发会议通知，再作记录。"))
    return found


def _check_complete(found: Meeting) -> None:
    if found.cancelled_at is not None:
        raise MeetingEnded(found)
    if found.called_at is None or local_date(found.starts_at) > today():
        raise InvalidInput(_("会议还没有开，开完会再印发纪要。"))
    if not found.minutes:
        raise InvalidInput(_("还没有写纪要，请先写会议记录。"))
    if found.units.filter(attended__isnull=True).exists():
        raise InvalidInput(_("还没有登记到会情况，请先写会议记录。"))


def _keep_checks(found: Meeting) -> None:
    ResolutionCheck.objects.bulk_create(
        [
            ResolutionCheck(
                meeting=found,
                resolution=each.resolution,
                state=each.state,
                percent=each.percent,
                is_late=each.is_late,
                checked_at=now(),
            )
            for each in resolutions_to_check(found, today())
        ]
    )


def _give_tasks(actor: Actor, found: Meeting, resolutions: list[Resolution]) -> None:
    if not resolutions:
        return
    source = _("来源：%(meeting)s（%(day)s）") % {
        "meeting": found.title,
        "day": local_date(found.starts_at).isoformat(),
    }
    lines = [
        NewTask(
            derived_id(each.pk, "task"),
            TaskGiven(
                title=each.text,
                unit_id=each.unit_id,
                due_on=each.due_on,
                target=_("按会议决定办结，并在下次会议报告。"),
                work_standard=source,
            ),
        )
        for each in resolutions
    ]
    for each, task in zip(resolutions, make_tasks(actor=actor, lines=lines), strict=True):
        each.task = task
    Resolution.objects.bulk_update(resolutions, ["task"])


def _tell_cases(actor: Actor, found: Meeting, resolutions: list[Resolution]) -> int:
    """Records the decision on each case that still waits for it; what was not decided goes on waiting."""
    items = [item for item in found.items.all() if item.source_kind == "case"]
    said = {item.pk: _decision(item, found, resolutions) for item in items}
    ids = [item.source_id for item in items if said[item.pk]]
    waiting = {str(case.pk): case for case in escalated_cases(actor=actor).filter(pk__in=ids)} if ids else {}
    for item in items:
        case = waiting.get(item.source_id)
        if case is None or not said[item.pk] or case.escalated_at is None:
            continue
        cases.decide(
            actor=actor,
            step=cases.Step(case.pk, derived_id(item.pk, "decision")),
            reason=said[item.pk],
            decided_on=max(local_date(found.starts_at), local_date(case.escalated_at)),
        )
    return len(waiting)


def _decision(item: AgendaItem, found: Meeting, resolutions: list[Resolution]) -> str:
    """What the meeting says about the item; empty when it said nothing."""
    mine = [each for each in resolutions if each.item_id == item.pk]
    if not item.conclusion and not mine:
        return ""
    lines = [item.conclusion] if item.conclusion else []
    lines += [
        _("%(text)s（%(unit)s，%(day)s前，任务%(number)s）")
        % {
            "text": each.text,
            "unit": each.unit.name,
            "day": each.due_on.isoformat(),
            "number": each.task.number if each.task else "",
        }
        for each in mine
    ]
    return "\n".join([f"{found.title}：", *lines])[:MOST_DECISION]
