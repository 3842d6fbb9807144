"""整改通知单: issued to each unit for its problems of a round or of a list, anew when they change, signed for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import ISSUE_NOTICES, may_sign, notice_for, visible_cases
from chuangcheng.cases.models import Case, NoticeCase, RectificationNotice
from chuangcheng.cases.states import State
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import local_date, now, today
from chuangcheng.orgs.queries import liaisons_of_units

SERIES = "notice"
SELECTION = "cases.selection"  # source of notices from a filtered list: its id is that of the form
MOST_CASES = 2000  # of one press; our choice
ON_NOTICES = (State.FIXING, State.FED_BACK, State.CLOSED, State.SUSPENDED)
REQUIREMENT = "请于期限内整改到位，并在系统中反馈整改情况和整改后照片。"


@dataclass(frozen=True)
class NoticeSource:
    """What the notices come from."""

    kind: str
    id: str
    label: str


def noticed_cases(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Of these cases, those that a notice is about: dispatched to a unit, not void, not of an unreleased round."""
    states = [state.value for state in ON_NOTICES]
    return rows.filter(lead_unit__isnull=False, is_held=False, state__in=states)


@transaction.atomic
def issue_notices(
    *,
    actor: Actor,
    source: NoticeSource,
    case_ids: Sequence[UUID],
    requirement: str = "",
    reply_by: date | None = None,
) -> list[RectificationNotice]:
    """A notice for each unit that leads one of the cases; those written or written anew, in the order of units.

    Again for the same source: a unit whose problems, requirement and day are the same keeps its notice as it is; else
    the notice keeps its number and gets another version, to be signed for anew.
    """
    require(actor, ISSUE_NOTICES)
    if len(case_ids) > MOST_CASES:
        raise InvalidInput(_("一次最多为2000个问题生成通知单，请缩小筛选范围。"))
    if reply_by is not None and reply_by < today():
        raise InvalidInput(_("回复期限不能早于今天，请重新填写。"))
    rows = noticed_cases(visible_cases(actor).filter(pk__in=case_ids)).select_related("lead_unit")
    by_unit: dict[int, list[Case]] = {}
    for case in rows.order_by("lead_unit__path", "due_at", "number"):
        by_unit.setdefault(case.lead_unit_id or 0, []).append(case)
    if not by_unit:
        raise InvalidInput(_("没有已派遣的问题，派遣之后再生成整改通知单。"))
    text = (requirement.strip() or REQUIREMENT)[:500]
    written = (_issue(actor, source, unit, found, text, reply_by) for unit, found in by_unit.items())
    made = [notice for notice in written if notice is not None]
    for notice in made:
        audit.record(actor=actor, action="cases.issue_notice", subject=notice, detail={"version": notice.version})
    _tell(made)
    return made


@transaction.atomic
def sign_notice(*, actor: Actor, notice_id: UUID) -> RectificationNotice:
    """签收 by the unit; a second time changes nothing."""
    notice = notice_for(actor, notice_id, lock=True)
    if not may_sign(actor, notice):
        raise NotPermitted(_("通知单由收到它的单位签收，请联系该单位的联络员。"))
    if notice.signed_at is None:
        notice.signed_at, notice.signed_by_id, notice.signed_by_name = now(), actor.person_id, actor.name
        notice.save(update_fields=["signed_at", "signed_by", "signed_by_name"])
        audit.record(actor=actor, action="cases.sign_notice", subject=notice, detail={"version": notice.version})
    return notice


def _issue(
    actor: Actor, source: NoticeSource, unit_id: int, cases: Sequence[Case], text: str, reply_by: date | None
) -> RectificationNotice | None:
    day = reply_by or _last_day(cases, today())
    notice, is_new = RectificationNotice.objects.get_or_create(
        source_kind=source.kind,
        source_id=source.id,
        unit_id=unit_id,
        defaults={
            "number": lambda: next_number(series=SERIES, year=today().year),
            "source_label": source.label[:200],
            "requirement": text,
            "reply_by": day,
            "issued_by_id": actor.person_id,
        },
    )
    if not is_new:
        notice = RectificationNotice.objects.select_for_update().get(pk=notice.pk)
        if _is_same(notice, cases, text, reply_by):
            return None
        notice.version += 1
        notice.requirement, notice.reply_by, notice.issued_at = text, day, now()
        notice.issued_by_id, notice.signed_at, notice.signed_by_id, notice.signed_by_name = (
            actor.person_id,
            None,
            None,
            "",
        )
        notice.save()
    entries = [NoticeCase(notice=notice, version=notice.version, case=case, order=at) for at, case in enumerate(cases)]
    NoticeCase.objects.bulk_create(entries)
    return notice


def _is_same(notice: RectificationNotice, cases: Sequence[Case], text: str, reply_by: date | None) -> bool:
    listed = set(notice.entries.filter(version=notice.version).values_list("case_id", flat=True))
    # Without a day that is stated, what was the usual one on the day of issue stays: a new one each day would have the
    # unit sign for the same notice again and again.
    day = reply_by or _last_day(cases, local_date(notice.issued_at))
    return listed == {case.pk for case in cases} and (notice.requirement, notice.reply_by) == (text, day)


def _last_day(cases: Sequence[Case], issued_on: date) -> date:
    """The last of the deadlines, and the working day after that of issue at the earliest: a reply takes a day."""
    earliest = office_calendar().working_day_from(issued_on, 1)
    days = (local_date(case.due_at) for case in cases if case.due_at is not None)
    return max([earliest, *days])


def _tell(made: Iterable[RectificationNotice]) -> None:
    """The liaison officers of each unit, or its head."""
    by_unit = {notice.unit_id: notice for notice in made}
    people = liaisons_of_units(by_unit, today=today())
    for unit_id, person_ids in people.items():
        notice = by_unit[unit_id]
        facts = {"source": notice.source_label, "day": f"{notice.reply_by}"}
        notify(
            person_ids=person_ids,
            key=f"cases:notice-{notice.pk}-{notice.version}",
            title=inbox_text("收到整改通知单%(number)s，请签收", {"number": notice.number}),
            body=inbox_text("%(source)s，请于%(day)s前回复", facts),
            link=reverse("cases:notice", args=[notice.pk]),
        )
