"""Permissions on appraisals, and the only way to their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import STAFF
from chuangcheng.supervision.models import Board, Formula, Objection, ObjectionFile, Result, Run

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

VIEW = define("supervision.view_boards", _("查看考核排名"), roles=STAFF)
APPRAISE = define("supervision.appraise", _("组织考核"), roles=("creation_office",))
OBJECT = define("supervision.object", _("对考核提出异议"), roles=("unit_head", "liaison"))
DECIDE = define("supervision.decide_objections", _("认定考核异议"), roles=("creation_office", "government_supervision"))


def visible_runs(actor: Actor) -> QuerySet[Run]:
    """What was opened or published; boards that are not shown to all only to the units and leaders on them.

    Before that only who appraises sees a run.
    """
    require(actor, VIEW)
    rows = Run.objects.select_related("board", "board_version", "formula_version")
    if actor.everywhere(APPRAISE):
        return rows
    shown = rows.exclude(state=Run.State.PREVIEW)
    if actor.everywhere(VIEW):
        return shown
    own = Result.objects.filter(_own(actor), run=OuterRef("pk"))
    return shown.filter(Q(board_version__is_shown_to_all=True) | Exists(own))


def run_for(actor: Actor, run_id: UUID) -> Run:
    """The run; NotFound when absent or not theirs."""
    found = visible_runs(actor).filter(pk=run_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这一期考核，请从考核排名页面进入。"))
    return found


def run_to_keep(actor: Actor, run_id: UUID) -> Run:
    """The run, locked, for who appraises."""
    require_appraiser(actor)
    Run.objects.select_for_update(no_key=True).filter(pk=run_id).values_list("pk").first()
    return run_for(actor, run_id)


def visible_results(actor: Actor, run: Run) -> QuerySet[Result]:
    """The rows of a run that the actor sees: all, or their own."""
    rows = run.results.all()
    return rows if sees_whole(actor, run) else rows.filter(_own(actor))


def sees_whole(actor: Actor, run: Run) -> bool:
    """Whether the actor sees the rows of all, and what is told of all together."""
    return actor.everywhere(VIEW) or run.board_version.is_shown_to_all


def opened_ids(actor: Actor, run: Run) -> set[UUID] | None:
    """The rows whose sheets the actor may open; None: all of them. One query at most."""
    if actor.everywhere(VIEW):
        return None
    return set(run.results.filter(_own(actor)).values_list("pk", flat=True))


def result_for(actor: Actor, result_id: UUID) -> Result:
    """A row with its records: every one for the whole place, else the actor's own. NotFound when not theirs."""
    rows = Result.objects.filter(run__in=visible_runs(actor).values("pk"))
    if not actor.everywhere(VIEW):
        rows = rows.filter(_own(actor))
    found = rows.select_related("run__board", "run__board_version").filter(pk=result_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这份考核单，请从考核排名页面进入。"))
    return found


def require_appraiser(actor: Actor) -> None:
    """Raises NotPermitted for who does not appraise the whole place."""
    require(actor, APPRAISE)
    if not actor.everywhere(APPRAISE):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))


def formula_for(actor: Actor, formula_id: UUID) -> Formula:
    """The formula; anybody who sees boards may read how points are made."""
    require(actor, VIEW)
    found = Formula.objects.filter(pk=formula_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这份考核办法，请从考核办法页面进入。"))
    return found


def board_for(actor: Actor, board_id: UUID) -> Board:
    """The board, for who appraises."""
    require_appraiser(actor)
    found = Board.objects.filter(pk=board_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这个榜单，请从榜单设置页面进入。"))
    return found


def may_object(actor: Actor, result: Result) -> bool:
    """Whether the actor objects for the unit, or is the leader whom the row is of."""
    if result.unit_id is None:
        return result.person_id == actor.person_id
    return actor.may(OBJECT) and _units(actor, OBJECT).filter(pk=result.unit_id).exists()


def visible_objections(actor: Actor) -> QuerySet[Objection]:
    """All for who decides or appraises; for others those of their units and their own."""
    require(actor, VIEW)
    rows = Objection.objects.select_related("run__board", "result", "unit", "decision").defer("unit__boundary")
    if actor.everywhere(DECIDE) or actor.everywhere(APPRAISE):
        return rows
    return rows.filter(in_units_where(actor, VIEW, "unit") & Q(unit__isnull=False) | Q(raised_by=actor.person_id))


def objection_for(actor: Actor, objection_id: UUID) -> Objection:
    """The objection; NotFound when absent or not theirs."""
    found = visible_objections(actor).filter(pk=objection_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这件异议，请从异议列表进入。"))
    return found


def may_read_objection_file(actor: Actor, file_id: UUID) -> bool:
    """True when the file came with an objection that the actor sees."""
    if not actor.may(VIEW):
        return False
    return ObjectionFile.objects.filter(file=file_id, objection__in=visible_objections(actor).values("pk")).exists()


def _own(actor: Actor) -> Q:
    return Q(unit__isnull=False) & in_units_where(actor, VIEW, "unit") | Q(person=actor.person_id)


def _units(actor: Actor, permission: str) -> QuerySet[Unit]:
    from chuangcheng.orgs.access import units_where

    return units_where(actor, permission)
