"""Permissions on what phones sent, and the only way to its rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.access import FIX, FIX_ON_SPOT, FIX_OWN_ON_SPOT, REPORT
from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted, Refusal
from chuangcheng.field.models import Advice, AdvicePhoto, FieldRecord, Patrol, PatrolStop, RecordPhoto, SentFile
from chuangcheng.inspections.access import may_visit
from chuangcheng.orgs.access import in_units_where

ADVISE = define(
    "field.advise", _("劝导记录"), roles=("creation_office", "supervision", "inspector", "lane_chief", "liaison")
)
VIEW_ADVICE = define(
    "field.view_advice", _("查看劝导记录"), roles=("creation_office", "supervision", "unit_head", "liaison", "leader")
)
PATROL = define("field.patrol", _("街巷巡查"), roles=("creation_office", "unit_head", "liaison", "lane_chief"))
VIEW_PATROLS = define(
    "field.view_patrols", _("查看街巷巡查"), roles=("creation_office", "supervision", "unit_head", "liaison", "leader")
)
MIND = define("field.mind_records", _("处理外勤未入账记录"), roles=("creation_office",))


class AnotherPerson(Refusal):
    """A phone sends what one person saved while another is signed in on it."""


def check_person(actor: Actor, person_id: int | None) -> None:
    """Nothing when a phone's record is the actor's, or does not say whose it is."""
    if person_id is not None and person_id != actor.person_id:
        raise AnotherPerson(gettext("这部手机上登录的是别人，请记录的本人登录后发送。"))


def powers(actor: Actor) -> dict[str, bool]:
    """What the person may do with a phone; all of it the services ask again."""
    return {
        "visit": may_visit(actor),
        "report": actor.may(REPORT),
        "fix": actor.may(FIX),
        "fix_on_spot": actor.may(REPORT) and (actor.may(FIX_ON_SPOT) or actor.may(FIX_OWN_ON_SPOT)),
        "advise": actor.may(ADVISE),
        "patrol": actor.may(PATROL),
    }


def has_field_work(actor: Actor) -> bool:
    """True for who does anything with a phone."""
    return any(powers(actor).values())


def require_field_worker(actor: Actor) -> int:
    """The id of the person; raises NotPermitted for who does nothing with a phone."""
    if actor.person_id is None or not has_field_work(actor):
        raise NotPermitted(gettext("您没有外勤工作，请联系创城办。"))
    return actor.person_id


def visible_records(actor: Actor) -> QuerySet[FieldRecord]:
    """One's own records; all for who minds them."""
    if actor.everywhere(MIND):
        return FieldRecord.objects.all()
    return FieldRecord.objects.filter(person=actor.person_id or 0)


def record_to_mind(actor: Actor, record_id: UUID) -> FieldRecord:
    """The record, locked to the end of the transaction, for who minds records or sent it; or NotFound."""
    found = visible_records(actor).select_for_update(of=("self",)).filter(pk=record_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这条外勤记录，请从列表进入。"))
    return found


def visible_advice(actor: Actor) -> QuerySet[Advice]:
    """One's own; what lies in the units whose advice the actor may see; everything for the whole place."""
    if actor.everywhere(VIEW_ADVICE):
        return Advice.objects.all()
    own = Q(person=actor.person_id or 0)
    if not actor.may(VIEW_ADVICE):
        require(actor, ADVISE)
        return Advice.objects.filter(own)
    return Advice.objects.filter(own | in_units_where(actor, VIEW_ADVICE, "area"))


def visible_patrols(actor: Actor) -> QuerySet[Patrol]:
    """One's own; those of stewards, or at places, of the units where the actor sees them; all for the whole place."""
    if actor.everywhere(VIEW_PATROLS):
        return Patrol.objects.all()
    own = Q(person=actor.person_id or 0)
    if not actor.may(VIEW_PATROLS):
        require(actor, PATROL)
        return Patrol.objects.filter(own)
    walked = PatrolStop.objects.filter(in_units_where(actor, VIEW_PATROLS, "site__area"))
    theirs = in_units_where(actor, VIEW_PATROLS, "unit") | Q(pk__in=walked.values("patrol"))
    return Patrol.objects.filter(own | theirs)


def require_patrol_reader(actor: Actor) -> Actor:
    """The actor, who patrols or sees patrols; raises NotPermitted for anybody else."""
    if not actor.may(VIEW_PATROLS):
        require(actor, PATROL)
    return actor


def patrol_for(actor: Actor, patrol_id: UUID) -> Patrol:
    """The patrol; NotFound when absent or not theirs."""
    found = visible_patrols(actor).select_related("path").filter(pk=patrol_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这次巡查，请从巡查记录进入。"))
    return found


def may_read_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the actor sent the file, or sees a record or an advice with it."""
    if SentFile.objects.filter(person=actor.person_id or 0, file=file_id).exists():
        return True
    records = RecordPhoto.objects.filter(file=file_id).values("record")
    if visible_records(actor).filter(pk__in=records).exists():
        return True
    if not (actor.may(VIEW_ADVICE) or actor.may(ADVISE)):
        return False
    return visible_advice(actor).filter(pk__in=AdvicePhoto.objects.filter(file=file_id).values("advice")).exists()
