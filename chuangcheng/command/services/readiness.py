"""Sites are made ready for a visit: appended, the last row counts. The plan of the days is kept by the office."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.access import PREPARE, assessor_visit_for, assessor_visit_to_change
from chuangcheng.command.models import AssessorVisit, DayPlanEntry, SitePreparation
from chuangcheng.command.services.endings import refuse_closed
from chuangcheng.command.services.visits import VisitCancelled
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import open_unit_ids, working_people
from chuangcheng.sites.access import site_for

MOST_LACKING, MOST_NOTE, MOST_TEXT, MOST_PLACE = 200, 300, 200, 120  # characters, as the columns
MOST_ENTRIES = 200  # of one visit; our choice


class NothingNew(InvalidInput):
    """What was sent is what stands already."""

    def __init__(self) -> None:
        super().__init__(_("没有填写新的内容，所以没有保存；请填写现场人员、演练、还缺的材料或说明。"))


@dataclass(frozen=True)
class PreparationGiven:
    """What is known of a site before a visit."""

    person_id: int | None = None
    rehearsal: str = ""
    rehearsed_on: date | None = None
    lacking: str = ""
    note: str = ""


@dataclass(frozen=True)
class EntryGiven:
    """A line of the day plan."""

    day: date
    starts: time
    text: str
    place: str = ""
    unit_id: int | None = None
    person_id: int | None = None


@transaction.atomic
def prepare_site(
    *, actor: Actor, visit_id: UUID, site_id: UUID, preparation_id: UUID, given: PreparationGiven
) -> SitePreparation:
    """Who stands at the site, what is lacking, how the rehearsal went; by the office or who answers for the site."""
    visit = assessor_visit_for(actor, visit_id)
    site = site_for(actor, site_id, permission=PREPARE)
    there = SitePreparation.objects.filter(pk=preparation_id).first()
    if there is not None and (there.visit_id, there.site_id) == (visit.pk, site.pk):
        return there
    if there is not None or not is_client_id(preparation_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    _refuse_ended(visit)
    if given.rehearsal not in SitePreparation.Rehearsal.values:
        raise InvalidInput(_("请选择演练的结果。"))
    if given.rehearsal and (given.rehearsed_on is None or given.rehearsed_on > today()):
        raise InvalidInput(_("请填写演练的日期，不能晚于今天。"))
    if given.person_id is not None and not working_people([given.person_id]):
        raise InvalidInput(_("没有找到这位人员，请重新选择。"))
    facts = PreparationGiven(
        person_id=given.person_id,
        rehearsal=given.rehearsal,
        rehearsed_on=given.rehearsed_on if given.rehearsal else None,
        lacking=checked_text(given.lacking, label=_("还缺的材料"), at_most=MOST_LACKING),
        note=checked_text(given.note, label=_("说明"), at_most=MOST_NOTE),
    )
    if facts == _standing(visit, site.pk):
        raise NothingNew
    made = SitePreparation.objects.create(
        pk=preparation_id,
        visit=visit,
        site=site,
        **asdict(facts),
        written_by_id=actor.person_id,
        written_at=now(),
    )
    audit.record(actor=actor, action="command.prepare_site", subject=visit, detail={"site": site.number})
    return made


@transaction.atomic
def add_day_entry(*, actor: Actor, visit_id: UUID, entry_id: UUID, given: EntryGiven) -> DayPlanEntry:
    """A line of the day plan; the same id twice is one line."""
    visit = assessor_visit_to_change(actor, visit_id)
    there = DayPlanEntry.objects.filter(pk=entry_id).first()
    if there is not None and there.visit_id == visit.pk:
        return there
    if there is not None or not is_client_id(entry_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    _refuse_ended(visit)
    text = checked_text(given.text, label=_("安排"), at_most=MOST_TEXT)
    if not text:
        raise InvalidInput(_("请写明安排什么。"))
    if not visit.first_on <= given.day <= visit.last_on:
        raise InvalidInput(_("日期应在迎检的时间窗内。"))
    if given.unit_id is not None and not open_unit_ids([given.unit_id]):
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    if given.person_id is not None and not working_people([given.person_id]):
        raise InvalidInput(_("没有找到这位人员，请重新选择。"))
    if DayPlanEntry.objects.filter(visit=visit).count() >= MOST_ENTRIES:
        raise InvalidInput(_("一次迎检最多%(most)s条安排。") % {"most": MOST_ENTRIES})
    made = DayPlanEntry.objects.create(
        pk=entry_id,
        visit=visit,
        day=given.day,
        starts=given.starts.replace(second=0, microsecond=0),
        text=text,
        place=checked_text(given.place, label=_("地点"), at_most=MOST_PLACE),
        unit_id=given.unit_id,
        person_id=given.person_id,
    )
    audit.record(actor=actor, action="command.plan_day", subject=visit)
    return made


@transaction.atomic
def remove_day_entry(*, actor: Actor, visit_id: UUID, entry_id: UUID) -> None:
    """Takes a line out of the day plan."""
    visit = assessor_visit_to_change(actor, visit_id)
    count, _rows = DayPlanEntry.objects.filter(visit=visit, pk=entry_id).delete()
    if not count:
        raise NotFound(_("没有找到这条安排，请刷新页面。"))
    audit.record(actor=actor, action="command.unplan_day", subject=visit)


def _standing(visit: AssessorVisit, site_id: UUID) -> PreparationGiven:
    """What was written last; nothing at all where nothing was."""
    last = (
        SitePreparation.objects.filter(visit=visit, site_id=site_id)
        .order_by("-written_at", "-pk")
        .values(*(each.name for each in fields(PreparationGiven)))
        .first()
    )
    return PreparationGiven(**last) if last is not None else PreparationGiven()


def _refuse_ended(visit: AssessorVisit) -> None:
    if visit.cancelled_at:
        raise VisitCancelled
    refuse_closed(visit.creation)
