"""Campaigns, visits, meetings, special campaigns and circulars for tests of this and of higher contexts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps

from chuangcheng.cases.testing import problem_class
from chuangcheng.command.models import (
    AssessorVisit,
    Circular,
    Collection,
    Creation,
    Meeting,
    Regulation,
    SpecialCampaign,
    SpecialReport,
    SpeechDraft,
)
from chuangcheng.command.services import CreationGiven, VisitGiven, create_creation, plan_visit
from chuangcheng.command.services.circulars import CircularGiven, PassGiven, issue_circular, register_circular
from chuangcheng.command.services.library import (
    COLLECTION_FILES,
    CollectionGiven,
    add_collection,
    keep_collection,
    read_collection,
)
from chuangcheng.command.services.meetings import (
    MeetingGiven,
    MinutesGiven,
    call_meeting,
    plan_meeting,
    write_minutes,
)
from chuangcheng.command.services.regulations import RegulationGiven, register_regulation
from chuangcheng.command.services.specials import (
    ReportGiven,
    SpecialGiven,
    plan_special,
    report_progress,
    start_special,
)
from chuangcheng.command.services.speeches import SpeechGiven, draft_speech
from chuangcheng.core.files import store
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.testing import make_framework
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


def make_special(cast: Cast, *, is_started: bool = True, **facts: Any) -> SpecialCampaign:
    """A campaign against litter since yesterday, led by the leader; the bureau leads, the east street takes part.

    Needs a standard: the first that is there, or one of a framework made for it.
    """
    standard = (
        apps.get_model("standards", "Standard").objects.order_by("pk").first()
        or make_framework().standards.order_by("pk")[0]
    )
    usual: dict[str, Any] = {
        "name": "暴露垃圾专项整治",
        "leader_id": cast.leader.pk,
        "lead_unit_id": cast.sanitation.pk,
        "starts_on": today() - timedelta(days=1),
        "ends_on": today() + timedelta(days=20),
        "standard_ids": [standard.pk],
        "class_ids": [problem_class().pk],
        "unit_ids": [cast.east.pk],
        "targets": {"found": 20, "people": 100},
    }
    actor = actor_of(cast.chief)
    made = plan_special(actor=actor, special_id=new_id(), given=SpecialGiven(**{**usual, **facts}))
    return start_special(actor=actor, special_id=made.pk) if is_started else made


def report_day(cast: Cast, found: SpecialCampaign, *, people: int = 12, **facts: Any) -> SpecialReport:
    """The bureau's report of today."""
    usual: dict[str, Any] = {"unit_id": cast.sanitation.pk, "day": today(), "text": "清理垃圾3处。", "hours": 24}
    given = ReportGiven(people=people, **{**usual, **facts})
    return report_progress(actor=actor_of(cast.liaison), special_id=found.pk, report_id=new_id(), given=given)


def make_regulation(cast: Cast, *, replaces_id: Any = None, **facts: Any) -> Regulation:
    """A regulation of the office, in force from today unless said."""
    usual: dict[str, Any] = {
        "title": "门前三包管理办法",
        "kind": "measures",
        "in_force_from": today(),
        "text": "第一条",
    }
    given = RegulationGiven(**{**usual, **facts})
    return register_regulation(actor=actor_of(cast.chief), regulation_id=new_id(), given=given, replaces_id=replaces_id)


def make_collection(cast: Cast, text: str, *, is_kept: bool = True, name: str = "选编.txt") -> Collection:
    """A collection of this plain text, read and parted by the rules, kept unless said."""
    file = store(text.encode(), name=name, limits=COLLECTION_FILES)
    actor = actor_of(cast.chief)
    made = add_collection(actor=actor, collection_id=new_id(), given=CollectionGiven((file, name)))
    read_collection(collection_id=made.pk)
    if is_kept:
        keep_collection(actor=actor, collection_id=made.pk)
    made.refresh_from_db()
    return made


def make_speech(cast: Cast, **facts: Any) -> SpeechDraft:
    """A draft for the leader's speech at a review meeting today."""
    given = SpeechGiven(**{"kind": "review", "leader_id": cast.leader.pk, "speaks_on": today(), **facts})
    return draft_speech(actor=actor_of(cast.chief), speech_id=new_id(), given=given)
