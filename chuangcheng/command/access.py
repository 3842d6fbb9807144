"""Permissions on campaigns, visits and mock assessments, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import AssessorVisit, Creation, MockAssessment
from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound
from chuangcheng.inspections.access import VIEW as VIEW_CHECKS
from chuangcheng.inspections.access import visible_rounds
from chuangcheng.orgs.roles import STAFF

VIEW = define("command.view", _("查看迎检日历"), roles=STAFF)
MANAGE = define("command.manage", _("维护争创项目和迎检安排"), roles=("creation_office",))
PREPARE = define(
    "command.prepare_sites", _("填写迎检点位的准备情况"), roles=("creation_office", "unit_head", "liaison")
)


def visible_creations(actor: Actor) -> QuerySet[Creation]:
    """All campaigns; they are the whole place's."""
    require(actor, VIEW)
    return Creation.objects.all()


def open_creations(actor: Actor) -> QuerySet[Creation]:
    """The campaigns that go on."""
    return visible_creations(actor).filter(outcome="")


def visible_assessor_visits(actor: Actor) -> QuerySet[AssessorVisit]:
    """All visits with their campaigns, the earliest first; cancelled ones too."""
    require(actor, VIEW)
    return AssessorVisit.objects.select_related("creation", "framework").order_by("first_on", "last_on", "pk")


def assessor_visits_that_count(actor: Actor) -> QuerySet[AssessorVisit]:
    """The visits that stand, of the campaigns that go on."""
    return visible_assessor_visits(actor).filter(cancelled_at__isnull=True, creation__outcome="")


def visible_mocks(actor: Actor) -> QuerySet[MockAssessment]:
    """The mock assessments whose rounds the actor sees, the newest first."""
    require(actor, VIEW)
    if not actor.may(VIEW_CHECKS):
        return MockAssessment.objects.none()
    rows = MockAssessment.objects.filter(round__in=visible_rounds(actor))
    return rows.select_related("round__framework", "visit__creation", "draw", "result")


def creation_for(actor: Actor, creation_id: UUID) -> Creation:
    """The campaign, or NotFound."""
    found = visible_creations(actor).select_related("created_by").filter(pk=creation_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该争创项目，请从争创项目列表进入。"))
    return found


def creation_to_change(actor: Actor, creation_id: UUID) -> Creation:
    """The campaign, locked until the end of the transaction, for who keeps it; NotFound when absent."""
    require(actor, MANAGE)
    Creation.objects.select_for_update(no_key=True).filter(pk=creation_id).values_list("pk").first()
    return creation_for(actor, creation_id)


def assessor_visit_for(actor: Actor, visit_id: UUID) -> AssessorVisit:
    """The visit, or NotFound."""
    found = visible_assessor_visits(actor).filter(pk=visit_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该次迎检，请从迎检日历进入。"))
    return found


def assessor_visit_to_change(actor: Actor, visit_id: UUID) -> AssessorVisit:
    """The visit, locked until the end of the transaction, for who keeps it; NotFound when absent."""
    require(actor, MANAGE)
    AssessorVisit.objects.select_for_update(no_key=True).filter(pk=visit_id).values_list("pk").first()
    return assessor_visit_for(actor, visit_id)


def mock_for(actor: Actor, mock_id: UUID) -> MockAssessment:
    """The mock assessment with its round and visit, or NotFound."""
    found = visible_mocks(actor).filter(pk=mock_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该次模拟测评，请从争创项目页面进入。"))
    return found
