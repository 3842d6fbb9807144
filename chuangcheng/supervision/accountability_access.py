"""Permissions on rewards, accountability and red and black lists, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.core.times import today
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import STAFF
from chuangcheng.supervision.accountability_workflow import OFFICES_OWN, ListState
from chuangcheng.supervision.escalation_access import UNITS
from chuangcheng.supervision.models import Appeal, AppealFile, HonourList, Matter

DECIDERS = ("creation_office", "government_supervision")

VIEW_MATTERS = define("supervision.view_matters", _("查看奖惩问责"), roles=(*DECIDERS, *UNITS, "leader"))
DECIDE_MATTERS = define("supervision.decide_matters", _("办理奖惩问责"), roles=DECIDERS)
APPEAL = define("supervision.appeal", _("对问责提出申诉"), roles=UNITS)
CHANGE_GROUNDS = define("supervision.change_grounds", _("设置奖惩情形"), roles=DECIDERS)
VIEW_LISTS = define("supervision.view_lists", _("查看红黑榜"), roles=STAFF)
PUBLISH_LISTS = define("supervision.publish_lists", _("核定、公布红黑榜"), roles=DECIDERS)


def visible_matters(actor: Actor) -> QuerySet[Matter]:
    """All for who decides; what was decided for whole-place readers; for a unit and who is named, while it counts."""
    if actor.everywhere(DECIDE_MATTERS):
        return Matter.objects.all()
    decided = Matter.objects.exclude(state__in=OFFICES_OWN)
    if actor.everywhere(VIEW_MATTERS):
        return decided
    counts = Q(expires_on=None) | Q(expires_on__gte=today())
    return decided.filter(counts, _own(actor))


def matter_for(actor: Actor, matter_id: UUID, *, lock: bool = False) -> Matter:
    """The matter with its unit; NotFound when absent or not theirs. `lock` holds it to the end."""
    if lock:
        Matter.objects.select_for_update(no_key=True).filter(pk=matter_id).values_list("pk").first()
    rows = visible_matters(actor).select_related("unit", "merit").defer("unit__boundary")
    found = rows.filter(pk=matter_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这件奖惩事项，请从奖惩问责列表进入。"))
    return found


def require_decider(actor: Actor) -> None:
    """Raises NotPermitted unless the actor decides for the whole place."""
    require(actor, DECIDE_MATTERS)
    if not actor.everywhere(DECIDE_MATTERS):
        raise NotPermitted(gettext("奖惩问责由创城办和督查室办理，请联系创城办。"))


def side_of(actor: Actor, matter: Matter) -> str:
    """For whom the actor may appeal: "head", "responsible", "unit", or nobody ("")."""
    if actor.person_id is None:
        return ""
    if actor.person_id == matter.head_id:
        return Appeal.Side.HEAD.value
    if actor.person_id == matter.responsible_id:
        return Appeal.Side.RESPONSIBLE.value
    return Appeal.Side.UNIT.value if actor.may_at(APPEAL, matter.unit.path) else ""


def may_read_appeal_file(actor: Actor, file_id: UUID) -> bool:
    """True when the file came with an appeal against a matter that the actor sees."""
    return AppealFile.objects.filter(file=file_id, appeal__matter__in=visible_matters(actor).values("pk")).exists()


def visible_lists(actor: Actor) -> QuerySet[HonourList]:
    """All for who publishes; the published ones for everybody who works here."""
    require(actor, VIEW_LISTS)
    rows = HonourList.objects.select_related("run__board")
    return rows if actor.everywhere(PUBLISH_LISTS) else rows.filter(state=ListState.PUBLISHED.value)


def list_for(actor: Actor, list_id: UUID, *, lock: bool = False) -> HonourList:
    """The list; NotFound when absent or not published for them. `lock` holds it to the end."""
    if lock:
        HonourList.objects.select_for_update(no_key=True).filter(pk=list_id).values_list("pk").first()
    found = visible_lists(actor).filter(pk=list_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这份红黑榜，请从红黑榜列表进入。"))
    return found


def require_publisher(actor: Actor) -> None:
    """Raises NotPermitted unless the actor publishes lists of the whole place."""
    require(actor, PUBLISH_LISTS)
    if not actor.everywhere(PUBLISH_LISTS):
        raise NotPermitted(gettext("红黑榜由创城办和督查室核定、公布，请联系创城办。"))


def _own(actor: Actor) -> Q:
    if actor.person_id is None:
        return Q(pk__in=[])
    own = Q(head=actor.person_id) | Q(responsible=actor.person_id)
    return own | in_units_where(actor, VIEW_MATTERS, "unit") if actor.may(VIEW_MATTERS) else own
