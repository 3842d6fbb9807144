"""Campaigns, visits, meetings and circulars for tests of this and of higher contexts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chuangcheng.command.models import AssessorVisit, Circular, Creation, Meeting
from chuangcheng.command.services import CreationGiven, VisitGiven, create_creation, plan_visit
from chuangcheng.command.services.circulars import CircularGiven, PassGiven, issue_circular, register_circular
from chuangcheng.command.services.meetings import (
    MeetingGiven,
    MinutesGiven,
    call_meeting,
    plan_meeting,
    write_minutes,
)
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of


def make_creation(cast: Cast, name: str = "文明城市创建", **facts: Any) -> Creation:
    """A campaign of the creation office."""
    given = {"programme": "civilised", "title_sought": "全国文明城市", **facts}
    return create_creation(actor=actor_of(cast.chief), creation_id=new_id(), given=CreationGiven(name=name, **given))


def make_assessor_visit(
    cast: Cast,
    creation: Creation | None = None,
    *,
    name: str = "省级测评",
    first_on: date | None = None,
    days: int = 3,
    **facts: Any,
) -> AssessorVisit:
    """A visit of so many days; in ten days unless said."""
    first = first_on or today() + timedelta(days=10)
    given = VisitGiven(name, facts.pop("level", "province"), first, first + timedelta(days=days - 1), **facts)
    owner = creation or make_creation(cast)
    return plan_visit(actor=actor_of(cast.chief), creation_id=owner.pk, visit_id=new_id(), given=given)


def make_meeting(cast: Cast, *, is_called: bool = True, **facts: Any) -> Meeting:
    """A joint meeting an hour ago with the sanitation bureau and the east street, called unless said."""
    usual: dict[str, Any] = {
        "kind": "joint",
        "title": "第三季度联席会议",
        "starts_at": now() - timedelta(hours=1),
        "place": "区政府三楼会议室",
        "chair": "凌领导",
        "unit_ids": (cast.sanitation.pk, cast.east.pk),
    }
    actor = actor_of(cast.chief)
    made = plan_meeting(actor=actor, meeting_id=new_id(), given=MeetingGiven(**{**usual, **facts}))
    return call_meeting(actor=actor, meeting_id=made.pk) if is_called else made


def written_meeting(cast: Cast, **facts: Any) -> Meeting:
    """A meeting that was held: the sanitation bureau came, the east street did not; minutes not issued."""
    made = make_meeting(cast, **facts)
    given = MinutesGiven("会议通报了整改情况。", {}, {cast.sanitation.pk: "廉联络"})
    return write_minutes(actor=actor_of(cast.chief), meeting_id=made.pk, given=given)


def make_circular(cast: Cast, *, is_issued: bool = True, **facts: Any) -> Circular:
    """An incoming circular with a text; issued to the sanitation bureau and the east street unless said."""
    usual: dict[str, Any] = {
        "direction": "received",
        "title": "关于开展背街小巷整治的通知",
        "sender": "市文明办",
        "dated_on": today(),
        "text": "请认真落实。",
    }
    passed = {name: facts.pop(name) for name in ("sign_by", "wants_answer", "branch_ids", "kinds") if name in facts}
    unit_ids = facts.pop("unit_ids", (cast.sanitation.pk, cast.east.pk))
    actor = actor_of(cast.chief)
    made = register_circular(actor=actor, circular_id=new_id(), given=CircularGiven(**{**usual, **facts}))
    if is_issued:
        issue_circular(actor=actor, circular_id=made.pk, given=PassGiven(unit_ids=unit_ids, **passed))
        made.refresh_from_db()
    return made
