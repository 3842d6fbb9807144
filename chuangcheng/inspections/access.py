"""Permissions on rounds and visits, and the only way to their rows. A hidden round stays with its team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.inspections.models import (
    Absence,
    Answer,
    Assignment,
    Check,
    Control,
    ControlAnswer,
    Plan,
    Round,
    SampleDraw,
    Tour,
    TourPhoto,
    TourScore,
    TourStop,
    Visit,
)
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import STAFF

VIEW = define("inspections.view", _("查看检查"), roles=STAFF)
VIEW_HIDDEN = define("inspections.view_hidden", _("查看未发布的轮次"), roles=("creation_office", "supervision"))
PLAN = define("inspections.plan", _("安排检查轮次"), roles=("creation_office", "supervision"))
VISIT = define("inspections.visit", _("现场检查"), roles=("inspector", "third_party", "supervision", "creation_office"))
REVIEW = define("inspections.review", _("审核检查结果"), roles=("creation_office", "supervision"))
SCORE_TOUR = define("inspections.score_tour", _("拉练打分"), roles=("leader", "creation_office", "supervision"))
SELF_CHECK = define(
    "inspections.self_check",
    _("自查本单位的点位"),
    roles=("unit_head", "liaison", "material_officer", "lane_chief"),
)
CORRECT = define("inspections.correct", _("更正检查结果"), roles=("creation_office", "supervision"))


def visible_rounds(actor: Actor) -> QuerySet[Round]:
    """Started rounds that are not hidden, or released; others for who made them, hidden ones also for their inspectors.

    Everything, with rounds in preparation, for who may see what is hidden in the whole place. Who only visits, such as
    testers of another organisation, sees the started rounds that they visit in, and nothing else.
    """
    if not actor.may(VIEW) and may_visit(actor):
        return Round.objects.filter(~Q(state=Round.State.DRAFT), pk__in=_rounds_of(actor))
    require(actor, VIEW)
    if actor.everywhere(VIEW_HIDDEN):
        return Round.objects.all()
    started = ~Q(state=Round.State.DRAFT)
    assigned = started & Q(pk__in=_rounds_of(actor))
    return Round.objects.filter((started & open_to_all()) | assigned | _made_by(actor))


def open_to_all(prefix: str = "") -> Q:
    """The condition that a round (at `prefix`, such as "round__") is not, or no longer, hidden."""
    return Q(**{f"{prefix}is_hidden": False}) | Q(**{f"{prefix}state": Round.State.RELEASED})


def is_open_to_all(found: Round) -> bool:
    """True when a round is not, or no longer, hidden."""
    return not found.is_hidden or found.state == Round.State.RELEASED


def may_plan(actor: Actor, found: Round) -> bool:
    """True when the actor plans for the whole place, or made this round."""
    made_it = actor.person_id is not None and found.created_by_id == actor.person_id
    return actor.everywhere(PLAN) or (actor.may(PLAN) and made_it)


def may_visit(actor: Actor) -> bool:
    """True for who visits sites: an inspector anywhere, or somebody who checks the own unit's."""
    return actor.may(VISIT) or actor.may(SELF_CHECK)


def require_visitor(actor: Actor) -> None:
    """Raises NotPermitted for who visits nothing."""
    if not may_visit(actor):
        require(actor, VISIT)


def mine(actor: Actor, prefix: str = "") -> Q:
    """The condition that a site of a round (at `prefix`) was given to the actor, or to one of the actor's units."""
    own = Q(**{f"{prefix}inspector_id": actor.person_id or 0})
    if not actor.unit_ids:
        return own
    return own | Q(**{f"{prefix}unit_id__in": sorted(actor.unit_ids)})


def visitor_id(actor: Actor) -> int:
    """The person who visits; raises NotPermitted for who may not, and for the system itself."""
    require_visitor(actor)
    if actor.person_id is None:
        raise NotPermitted(_text("现场检查由登录的人员提交。"))
    return actor.person_id


def round_for(actor: Actor, round_id: UUID) -> Round:
    """The round with its framework, or NotFound."""
    found = visible_rounds(actor).select_related("framework", "created_by").filter(pk=round_id).first()
    if found is None:
        raise NotFound(_text("没有找到该检查轮次，请从轮次列表进入。"))
    return found


def round_to_plan(actor: Actor, round_id: UUID) -> Round:
    """The round, locked until the end of the transaction; NotFound, or NotPermitted when it is not theirs to plan."""
    require(actor, PLAN)
    # Alone and first: a row that was waited for comes back with the joined rows of before.
    # Without its key, which visits on their way refer to while they hold what finishing a round waits for.
    Round.objects.select_for_update(no_key=True).filter(pk=round_id).values_list("pk").first()
    return planned_round_for(actor, round_id)


def planned_round_for(actor: Actor, round_id: UUID) -> Round:
    """The round, for a page of those who plan it; NotFound, or NotPermitted when it is not theirs to plan."""
    require(actor, PLAN)
    found = round_for(actor, round_id)
    if not may_plan(actor, found):
        raise NotPermitted(_text("这个轮次由安排它的人员管理，请联系创城办。"))
    return found


def draw_for(actor: Actor, draw_id: UUID) -> SampleDraw:
    """The draw with its round, for those who plan it; NotFound for all others."""
    require(actor, PLAN)
    rows = SampleDraw.objects.filter(pk=draw_id, round__in=visible_rounds(actor))
    found = rows.select_related("round", "drawn_by", "replaces", "replaced_by").first()
    if found is None or not may_plan(actor, found.round):
        raise NotFound(_text("没有找到该次抽样，请从轮次页面进入。"))
    return found


def require_plan(actor: Actor) -> None:
    """Raises NotPermitted for who plans nowhere."""
    require(actor, PLAN)


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """All plans for who plans for the whole place, one's own for other planners."""
    require(actor, PLAN)
    rows = Plan.objects.all()
    return rows if actor.everywhere(PLAN) else rows.filter(created_by_id=actor.person_id)


def plan_for(actor: Actor, plan_id: UUID) -> Plan:
    """The plan, or NotFound."""
    found = visible_plans(actor).select_related("created_by").filter(pk=plan_id).first()
    if found is None:
        raise NotFound(_text("没有找到该巡查计划，请从计划列表进入。"))
    return found


def plan_to_change(actor: Actor, plan_id: UUID) -> Plan:
    """The plan, locked until the end of the transaction, or NotFound."""
    require(actor, PLAN)
    Plan.objects.select_for_update(no_key=True).filter(pk=plan_id).values_list("pk").first()
    return plan_for(actor, plan_id)


def absence_to_end(actor: Actor, absence_id: UUID) -> Absence:
    """The absence, locked, for who plans for the whole place or noted it; NotFound for others."""
    require(actor, PLAN)
    found = Absence.objects.select_for_update(of=("self",)).filter(pk=absence_id).first()
    if found is None or not (actor.everywhere(PLAN) or found.noted_by_id == actor.person_id):
        raise NotFound(_text("没有找到该请假记录，请从列表进入。"))
    return found


def visible_assignments(actor: Actor, found: Round) -> QuerySet[Assignment]:
    """The sites of a round: all for who plans it, one's own for inspectors, those in one's units for others."""
    rows = found.assignments.all()
    if may_plan(actor, found):
        return rows
    own = mine(actor)
    if actor.may(VIEW) and (is_open_to_all(found) or actor.everywhere(VIEW_HIDDEN)):
        own |= _at_sites_of(actor)
    return rows.filter(own)


def assignment_for(actor: Actor, round_id: UUID, site_id: UUID) -> Assignment:
    """The site of a round that this actor visits, with round, site and type, or NotFound."""
    require_visitor(actor)
    rows = Assignment.objects.filter(round_id=round_id, site_id=site_id, round__in=visible_rounds(actor))
    found = rows.select_related("round__framework", "site__site_type", "site__area", "inspector").first()
    if found is None or not (_is_mine(actor, found) or may_plan(actor, found.round)):
        raise NotFound(_text("没有找到分配给您的该检查点位，请从“我的检查”进入。"))
    return found


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """Visits of visible rounds: one's own, those of rounds that one made, and those to sites in one's units.

    Of a hidden round the last ones only for who may see what is hidden in the whole place.
    """
    rows = Visit.objects.filter(_not_blind_to(actor), round__in=visible_rounds(actor))
    own = Q(inspector_id=actor.person_id) | mine(actor, "assignment__") | _made_by(actor, "round__")
    if not actor.may(VIEW):
        return rows.filter(inspector_id=actor.person_id or 0)
    if actor.everywhere(VIEW_HIDDEN):
        return rows if actor.everywhere(VIEW) else rows.filter(own | _at_sites_of(actor))
    return rows.filter(own | (open_to_all("round__") & _at_sites_of(actor)))


def visit_for(actor: Actor, visit_id: UUID) -> Visit:
    """The visit with round, site and inspector, or NotFound."""
    rows = visible_visits(actor).filter(pk=visit_id)
    found = rows.select_related("round__framework", "site__site_type", "site__area", "inspector").first()
    if found is None:
        raise NotFound(_text("没有找到该次检查，请从轮次页面进入。"))
    return found


def visits_to_review(actor: Actor, visit_ids: Sequence[UUID]) -> list[Visit]:
    """These visits with rounds, the rounds locked until the end of the transaction; NotFound when one is not there.

    Raises NotPermitted when one of them is the actor's own: somebody else reviews it.
    """
    require(actor, REVIEW)
    visible = visible_visits(actor).filter(pk__in=visit_ids)
    round_ids = sorted(set(visible.order_by().values_list("round_id", flat=True)))
    # The round first: its release waits for reviews on their way, later ones see that it is released.
    list(Round.objects.select_for_update(no_key=True).filter(pk__in=round_ids).order_by("pk").values_list("pk"))
    found = list(visible.select_related("round", "site").order_by("pk"))
    if len(found) != len(set(visit_ids)):
        raise NotFound(_text("没有找到该次检查，请从审核列表进入。"))
    if any(visit.inspector_id == actor.person_id for visit in found):
        raise NotPermitted(_text("自己的检查由别人审核，请从列表中去掉后再办理。"))
    return found


def own_visit(actor: Actor, visit_id: UUID) -> Visit:
    """A visit that the actor made, its round locked until the end of the transaction, or NotFound."""
    rows = visible_visits(actor).filter(pk=visit_id, inspector_id=visitor_id(actor))
    list(Round.objects.select_for_update(no_key=True).filter(pk__in=rows.values("round_id")).values_list("pk"))
    found = rows.select_related("round__framework", "site__site_type", "site__area", "inspector").first()
    if found is None:
        raise NotFound(_text("没有找到您的该次检查，请从“我的检查”进入。"))
    return found


def round_to_control(actor: Actor, round_id: UUID) -> Round:
    """The round whose quality control the actor reads, who plans it; NotFound, or NotPermitted for others."""
    require(actor, PLAN)
    found = round_for(actor, round_id)
    if not may_plan(actor, found):
        raise NotPermitted(_text("这个轮次由安排它的人员管理，请联系创城办。"))
    return found


def own_control(actor: Actor, control_id: UUID) -> Control:
    """A second visit that was given to the actor, locked until the end of the transaction, or NotFound."""
    Control.objects.select_for_update().filter(pk=control_id).values_list("pk").first()
    return own_control_shown(actor, control_id)


def own_control_shown(actor: Actor, control_id: UUID) -> Control:
    """A second visit that was given to the actor, with round and site, or NotFound."""
    rows = Control.objects.filter(pk=control_id, inspector_id=visitor_id(actor))
    found = rows.select_related("round", "visit__site__site_type", "visit__site__area").first()
    if found is None:
        raise NotFound(_text("没有找到分配给您的复核，请从“我的检查”进入。"))
    return found


def control_answer_for(actor: Actor, answer_id: UUID) -> ControlAnswer:
    """An answer of a second visit to a visit that the actor sees, locked until the end of the transaction."""
    ControlAnswer.objects.select_for_update().filter(pk=answer_id).values_list("pk").first()
    rows = ControlAnswer.objects.filter(pk=answer_id, control__visit__in=visible_visits(actor))
    found = rows.select_related("control", "item").first()
    if found is None:
        raise NotFound(_text("没有找到该复核结果，请从复核页面进入。"))
    return found


def _not_blind_to(actor: Actor) -> Q:
    """Leaves out the visits to sites that the actor still has to look at a second time, blind."""
    mine = Control.objects.filter(inspector_id=actor.person_id, submitted_at__isnull=True)
    return Q() if actor.person_id is None else ~Q(assignment__in=mine.values("visit__assignment"))


def answer_for(actor: Actor, answer_id: UUID) -> Answer:
    """The answer with its visit, locked until the end of the transaction, or NotFound."""
    Answer.objects.select_for_update().filter(pk=answer_id).values_list("pk").first()
    rows = Answer.objects.filter(pk=answer_id, visit__in=visible_visits(actor))
    found = rows.select_related("item", "visit__round", "visit__site").first()
    if found is None:
        raise NotFound(_text("没有找到该检查结果，请从检查页面进入。"))
    return found


def check_for(actor: Actor, check_id: UUID) -> Check:
    """The check with its answer, or NotFound."""
    rows = Check.objects.filter(pk=check_id, answer__visit__in=visible_visits(actor))
    found = rows.select_related("answer", "standard").first()
    if found is None:
        raise NotFound(_text("没有找到该检查结果，请从检查页面进入。"))
    return found


def _rounds_of(actor: Actor) -> QuerySet[Any, Any]:
    """The rounds in which the actor has sites to visit, as a condition."""
    return Assignment.objects.filter(mine(actor)).values("round")


def _is_mine(actor: Actor, found: Assignment) -> bool:
    return found.inspector_id == actor.person_id or found.unit_id in actor.unit_ids


def _made_by(actor: Actor, prefix: str = "") -> Q:
    if actor.person_id is None or not actor.may(PLAN):
        return Q(pk__in=[])
    return Q(**{f"{prefix}created_by_id": actor.person_id})


def sites_seen(actor: Actor) -> Q:
    """The condition on assignments of visible rounds that the actor sees the site of: one's own, or in one's units."""
    return ~Q(pk__in=[]) if actor.everywhere(PLAN) else mine(actor) | _at_sites_of(actor)


def _at_sites_of(actor: Actor) -> Q:
    """At sites that lie in, or are owned by, units where the actor views checks; never empty, which `|` would drop."""
    if actor.everywhere(VIEW):
        return ~Q(pk__in=[])
    return in_units_where(actor, VIEW, "site__area") | in_units_where(actor, VIEW, "site__owner")


def visible_tours(actor: Actor) -> QuerySet[Tour]:
    """Tours that have begun, for who reads checks; all for who plans; those that one takes part in."""
    if actor.may(PLAN):
        return Tour.objects.all()
    own = Q(pk__in=Tour.objects.filter(leaders=actor.person_id).values("pk")) if actor.may(SCORE_TOUR) else Q(pk__in=[])
    return Tour.objects.filter(own | (~Q(state=Tour.State.PLANNED) if actor.may(VIEW) else Q(pk__in=[])))


def tour_for(actor: Actor, tour_id: UUID) -> Tour:
    """The tour, or NotFound."""
    found = visible_tours(actor).filter(pk=tour_id).first()
    if found is None:
        raise NotFound(_text("没有找到该次拉练，请从拉练列表进入。"))
    return found


def tour_to_plan(actor: Actor, tour_id: UUID) -> Tour:
    """The tour, locked until the end of the transaction, for who plans; NotFound when absent."""
    require(actor, PLAN)
    Tour.objects.select_for_update().filter(pk=tour_id).values_list("pk").first()
    return tour_for(actor, tour_id)


def tour_stop_to_score(actor: Actor, stop_id: UUID) -> TourStop:
    """A stop of a tour in which the actor takes part, or NotFound."""
    require(actor, SCORE_TOUR)
    rows = TourStop.objects.filter(pk=stop_id, tour__leaders=actor.person_id)
    found = rows.select_related("tour", "site", "host_unit").first()
    if found is None:
        raise NotFound(_text("没有找到该点位，或您不在参加的领导之中，请从拉练页面进入。"))
    return found


def own_tour_score(actor: Actor, score_id: UUID) -> TourScore:
    """A score that the actor gave, its stop locked until the end of the transaction, or NotFound."""
    require(actor, SCORE_TOUR)
    rows = TourScore.objects.filter(pk=score_id, leader=actor.person_id)
    TourStop.objects.select_for_update().filter(pk__in=rows.values("stop")).values_list("pk").first()
    found = rows.select_related("stop__tour", "stop__site").first()
    if found is None:
        raise NotFound(_text("没有找到您的该次打分，请从拉练页面进入。"))
    return found


def visible_tour_scores(actor: Actor, tour: Tour) -> QuerySet[TourScore]:
    """One's own scores on a tour."""
    return TourScore.objects.filter(stop__tour=tour, leader=actor.person_id)


def may_see_result(actor: Actor, found: Tour) -> bool:
    """True when the tour is finished; for who plans from its beginning, so that leaders do not sway each other."""
    return found.state == Tour.State.FINISHED or (actor.may(PLAN) and found.state != Tour.State.PLANNED)


def may_read_tour_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a photo of one's own score, or of a tour whose result one sees."""
    shown = Tour.objects.filter(state=Tour.State.FINISHED) if not actor.may(PLAN) else Tour.objects.all()
    own = Q(score__leader=actor.person_id)
    seen = Q(score__stop__tour__in=shown) if actor.may(VIEW) else Q(pk__in=[])
    return TourPhoto.objects.filter(own | seen, file=file_id).exists()
