"""Campaigns and visits for tests of this and of higher contexts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chuangcheng.command.models import AssessorVisit, Creation
from chuangcheng.command.services import CreationGiven, VisitGiven, create_creation, plan_visit
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
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
