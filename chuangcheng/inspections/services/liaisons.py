"""包干走访: the log of a leader's or bureau's visits to its town."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.services import open_case
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.times import today
from chuangcheng.inspections.models import LiaisonVisit
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.access import LIAISE, is_mine
from chuangcheng.orgs.queries import every_link

LIAISON_SOURCE = "inspections.liaison_visit"  # `source_kind` of the cases
FROM_LIAISON = "check"  # own people found it on site; our choice, as for tours


@dataclass(frozen=True)
class LiaisonVisitGiven:
    """A visit as the form sends it. The id is made by the form, so that sending it twice is one visit."""

    id: UUID
    link_id: int
    visited_on: date
    seen: str
    with_whom: str = ""
    problem: str = ""  # empty: none
    promised: str = ""


@transaction.atomic
def log_liaison_visit(*, actor: Actor, given: LiaisonVisitGiven) -> LiaisonVisit:
    """The visit in the log, by the leader or bureau themselves or by the office; a problem becomes a case."""
    require(actor, LIAISE)
    link = every_link().filter(pk=given.link_id).first()
    if link is None or not is_mine(actor, link):
        raise NotFound(_("没有找到您的包干联系，请从包干联系页面进入。"))
    known = LiaisonVisit.objects.filter(pk=given.id).first()
    if known is not None and known.logged_by_id == actor.person_id:
        return known
    if known is not None or not is_client_id(given.id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    is_within = link.starts_on <= given.visited_on and (link.ends_on is None or given.visited_on <= link.ends_on)
    if given.visited_on > today() or not is_within:
        raise InvalidInput(_("走访日期应在包干期间之内，且不晚于今天。"))
    seen = checked_text(given.seen, label=_("看到的情况"), at_most=1000)
    if not seen:
        raise InvalidInput(_("请写明看到的情况。"))
    made = LiaisonVisit.objects.create(
        pk=given.id,
        link=link,
        visited_on=given.visited_on,
        with_whom=checked_text(given.with_whom, label=_("陪同人员"), at_most=120),
        seen=seen,
        problem=checked_text(given.problem, label=_("发现的问题"), at_most=500),
        promised=checked_text(given.promised, label=_("答应的帮助"), at_most=500),
        logged_by_id=actor.person_id,
    )
    if made.problem:
        # The problem is this person's, by the permission to visit; that it is reported in their name is a rule here.
        open_case(
            actor=Actor(person_id=actor.person_id, name=actor.name, is_system=True),
            case_id=new_id(),
            description=made.problem,
            place_text=link.town.name,
            area_id=link.town_id,
            source=FROM_LIAISON,
            source_kind=LIAISON_SOURCE,
            source_id=str(made.pk),
            source_label=_("包干走访·%(town)s") % {"town": link.town.name},
        )
    audit.record(actor=actor, action="inspections.log_liaison_visit", subject=made)
    return made
