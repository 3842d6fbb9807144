"""Permissions on cases, and the only way to their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import workflow
from chuangcheng.cases.models import Assist, Case, LookBack, ProblemClass, RectificationNotice
from chuangcheng.cases.states import State
from chuangcheng.core.access import Actor, define
from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import local_date
from chuangcheng.orgs.access import unit_ids_where
from chuangcheng.orgs.roles import DESK, STAFF

NOWHERE = Q(pk__in=[])

OFFICE = ("creation_office",)
UNITS = ("liaison", "unit_head")
VERIFIERS = ("creation_office", "supervision", "government_supervision", "inspector")

# Which roles get a move's permission first: our choice, after DESIGN §4. What is not named here goes to nobody.
FIRST_ROLES = {
    workflow.FILE_CASES: OFFICE,
    workflow.CLAIM_CASES: (*OFFICE, *UNITS),
    workflow.DISPATCH_CASES: OFFICE,
    workflow.SEND_BACK_CASES: (*OFFICE, *UNITS),
    workflow.FIX_CASES: UNITS,
    workflow.FIX_ON_SPOT: (*OFFICE, "lane_chief"),
    workflow.VERIFY_CASES: VERIFIERS,
    workflow.SUSPEND_CASES: OFFICE,
    workflow.REOPEN_CASES: OFFICE,
    workflow.VOID_CASES: OFFICE,
    workflow.JOIN_CASES: OFFICE,
    workflow.EXTEND_CASES: OFFICE,
    workflow.WHISTLE: (*OFFICE, *UNITS),
    workflow.ANSWER_WHISTLE: (*OFFICE, *UNITS),
    workflow.ESCALATE: OFFICE,
    workflow.DECIDE: OFFICE,
}

VIEW = define("cases.view", _("查看问题"), roles=(*STAFF, DESK))
VIEW_HELD = define("cases.view_held", _("查看未发布轮次的问题"), roles=OFFICE)
REPORT = define(
    "cases.report", _("上报问题"), roles=(*OFFICE, DESK, "supervision", "inspector", "lane_chief", "third_party")
)
ISSUE_NOTICES = define("cases.issue_notices", _("印发整改通知单"), roles=OFFICE)
EXPORT = define("cases.export", _("导出问题清单"), roles=STAFF)
IMPORT = define("cases.import", _("导入问题台账"), roles=OFFICE)
CHANGE_CLASSES = define("cases.change_classes", _("维护问题类别"), roles=OFFICE)
JUDGE_RELAPSES = define("cases.judge_relapses", _("认定回潮与填写原因"), roles=(*OFFICE, "supervision"))
LOOK_BACK = define("cases.look_back", _("回头看"), roles=(*OFFICE, "supervision", "inspector"))
ASSIGN_LOOK_BACKS = define("cases.assign_look_backs", _("交办回头看"), roles=(*OFFICE, "supervision"))
REMIND = define("cases.remind", _("提醒责任单位"), roles=(*OFFICE, "supervision", "government_supervision", "leader"))
FIX_OWN_ON_SPOT = define(
    "cases.fix_own_on_spot", _("立行立改本人上报的问题"), roles=("supervision", "inspector", "lane_chief")
)
CHANGE_RULES = define("cases.change_rules", _("维护派遣规则"), roles=OFFICE)
FIX, FIX_ON_SPOT, VERIFY = workflow.FIX_CASES, workflow.FIX_ON_SPOT, workflow.VERIFY_CASES  # for contexts above
for _code, _label in workflow.PERMISSIONS.items():
    define(_code, _(_label), roles=FIRST_ROLES[_code])

KNOWN_WITH = ("area", "lead_unit", "problem_class", "site", "reporter", "fixer")

# Moves of the unit that fixes: held there or above. For all others the area in which the problem lies will do too.
MOVES_OF_LEAD_UNIT = frozenset({"feed_back", "send_back", "ask_extension"})

# 街乡吹哨、部门报到: besides the lead unit and the area, a street or town that has a part in the case whistles.
MOVES_OF_WHISTLER = frozenset({"whistle", "end_whistle"})
STREETS = frozenset({"street", "town"})  # kinds of units

# The units that assist or were called: their moves besides.
PARTNERS = Prefetch(
    "assists", Assist.objects.select_related("unit").defer("unit__boundary").order_by("unit__path", "pk")
)

REPORTER_REOPEN_DAYS = register(
    DatedSetting(
        key="cases.reporter_reopen_days",
        label=_("反映人可以要求重开的天数"),
        default=workflow.REPORTER_REOPEN_DAYS,
        parse=lambda value: max(0, int(value)),
        help=_("结案后这些天内，反映人认为没有解决的，可以要求重开。"),
        source=_("本系统的选择"),
    )
)


class Reach:
    """An actor with the units in which they hold permissions."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def units(self, permission: str) -> list[int]:
        """Ids of the units in which the permission is held: numbers, since only so databases combine indexes."""
        return unit_ids_where(self.actor, permission) if self.actor.may(permission) else []

    def claimable_by_class(self) -> Q:
        """The filed cases of classes that usually go to the actor's units: theirs to claim."""
        units = self.units(workflow.CLAIM_CASES)
        usual = ProblemClass.objects.filter(default_unit__in=units).values("pk")
        # A case that a unit sent back is the office's to dispatch: that unit does not get it under its eyes again.
        return Q(state=State.FILED.value, send_back_count=0, problem_class__in=usual) if units else NOWHERE


def visible_parts(reach: Reach) -> list[Q]:
    """The conditions any of which makes a case visible; none overlap, and each one uses indexes of its own.

    Everything for who views the whole place; otherwise cases led or assisted by, or lying in, the actor's units, those
    that they may claim, and those that the actor reported. Cases of an unreleased round only for those who may see
    held ones.
    """
    *own, assisted = _ways_to_see(reach)
    together = [reduce(or_, own)] if own else []
    return [part & _shown(reach) for part in (*together, without(assisted, together))]


def narrow_parts(reach: Reach) -> list[Q]:
    """The same in smaller parts, each of one index: for counting to a limit, for which all of an index is too much."""
    ways, shown = _ways_to_see(reach), _shown(reach)
    return [without(way, ways[:number]) & shown for number, way in enumerate(ways)]


def without(condition: Q, others: Sequence[Q]) -> Q:
    """What meets the condition and none of the others."""
    return condition & ~reduce(or_, others) if others else condition


def _shown(reach: Reach) -> Q:
    return Q() if reach.actor.may(VIEW_HELD) else Q(is_held=False)


def _ways_to_see(reach: Reach) -> list[Q]:
    """Each way in which a case is the actor's to see, to assist being the last; one for who sees everything."""
    actor = reach.actor
    if actor.everywhere(VIEW):
        return [Q()]
    units = reach.units(VIEW)
    reported = [] if actor.person_id is None else [Q(reporter=actor.person_id)]
    if not units:
        return reported or [NOWHERE]
    places = [Q(lead_unit__in=units), Q(area__in=units)]
    claimable = [reach.claimable_by_class()] if actor.may(workflow.CLAIM_CASES) else []
    assisted = Q(pk__in=Assist.objects.filter(unit__in=units).values("case"))
    return [*places, *reported, *claimable, assisted]


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases that the actor sees."""
    return Case.objects.filter(reduce(or_, visible_parts(Reach(actor))))


def lock_cases(case_ids: Collection[UUID]) -> None:
    """Holds these cases to the end of the transaction, in the order of their ids: whoever comes later waits."""
    # Alone and first: a row that was waited for comes back with the joined rows of before.
    list(Case.objects.select_for_update().filter(pk__in=case_ids).order_by("pk").values_list("pk"))


def case_for(actor: Actor, case_id: UUID) -> Case:
    """The case with its units, class and site; NotFound when absent or not theirs."""
    rows = visible_cases(actor).filter(pk=case_id).select_related(*KNOWN_WITH)
    case = rows.defer("area__boundary", "lead_unit__boundary").first()
    if case is None:
        raise NotFound(gettext("没有找到该问题，请从问题列表进入。"))
    return case


def visible_look_backs(actor: Actor) -> QuerySet[LookBack]:
    """The look-backs at cases that the actor sees; for who only fixes, those given to the unit or the person."""
    return look_backs_within(Reach(actor))


def look_backs_within(reach: Reach) -> QuerySet[LookBack]:
    """The same, for who has asked for units already."""
    actor = reach.actor
    cases = Case.objects.filter(reduce(or_, visible_parts(reach)))
    if not actor.may(LOOK_BACK) and not actor.is_system:
        given = Q(unit__in=reach.units(workflow.FIX_CASES)) | Q(assignee=actor.person_id)
        return LookBack.objects.filter(given, case__in=cases)
    if actor.everywhere(VIEW) and actor.may(VIEW_HELD):
        return LookBack.objects.all()
    if actor.everywhere(VIEW):
        return LookBack.objects.filter(case__is_held=False)
    return LookBack.objects.filter(case__in=cases)


def look_back_for(actor: Actor, look_back_id: UUID, *, lock: bool = False) -> LookBack:
    """The look-back with its case, or NotFound. `lock` holds it to the end."""
    if lock:
        # Alone and first: a row that was waited for comes back with the joined rows of before.
        LookBack.objects.select_for_update().filter(pk=look_back_id).values_list("pk").first()
    rows = visible_look_backs(actor).filter(pk=look_back_id)
    found = rows.select_related("case__site", "case__problem_class", "case__lead_unit", "case__area").first()
    if found is None:
        raise NotFound(gettext("没有找到这次回头看，请从回头看列表进入。"))
    return found


def visible_notices(actor: Actor) -> QuerySet[RectificationNotice]:
    """All notices for who views the whole place; otherwise those to the actor's units."""
    if actor.everywhere(VIEW):
        return RectificationNotice.objects.all()
    return RectificationNotice.objects.filter(unit__in=Reach(actor).units(VIEW))


def notice_for(actor: Actor, notice_id: UUID, *, lock: bool = False) -> RectificationNotice:
    """The notice with its unit; NotFound when absent or not theirs. `lock` holds it to the end."""
    if lock:
        RectificationNotice.objects.select_for_update().filter(pk=notice_id).values_list("pk").first()
    rows = visible_notices(actor).filter(pk=notice_id).select_related("unit", "issued_by")
    found = rows.defer("unit__boundary").first()
    if found is None:
        raise NotFound(gettext("没有找到该整改通知单，请从通知单列表进入。"))
    return found


def may_sign(actor: Actor, notice: RectificationNotice) -> bool:
    """True for those who fix on behalf of the unit."""
    return actor.person_id is not None and actor.may_at(workflow.FIX_CASES, notice.unit.path)


def may(actor: Actor, move: str, case: Case, *, now: datetime) -> bool:
    """True when this person may make this move with this case, as far as permission, place and relation go.

    Whether the case stands where the move begins, and what the move needs, `workflow.check` tells.
    """
    if case.is_held and not actor.may(VIEW_HELD):
        return False
    return _is_permitted(actor, move, case) or _is_permitted_to_reporter(actor, move, case, now)


def why_not(actor: Actor, move: str, case: Case) -> str:
    """Why `may` said no, in one sentence: that another unit leads the case, or that the permission is missing.

    For who sees the case: whose it is, is told on its page too.
    """
    code = workflow.move_of(move).permission
    if case.lead_unit is None or not actor.may(code):
        return gettext("您没有办理此事项的权限，请联系创城办。")
    words = {"unit": case.lead_unit.name}
    if move not in MOVES_OF_LEAD_UNIT:
        return gettext("该问题由%(unit)s牵头，不在您办理的范围内，请联系该单位或创城办。") % words
    if FIRST_ROLES[code] == UNITS:
        return gettext("该问题由%(unit)s牵头，这一步只能由该单位办理。") % words
    return gettext("该问题由%(unit)s牵头，这一步只能由该单位或创城办办理。") % words


def may_state_cause(actor: Actor, case: Case) -> bool:
    """True for the unit that fixes the case, and for who judges relapses where it lies."""
    if case.lead_unit is not None and actor.may_at(workflow.FIX_CASES, case.lead_unit.path):
        return True
    return actor.everywhere(JUDGE_RELAPSES) or any(
        unit is not None and actor.may_at(JUDGE_RELAPSES, unit.path) for unit in (case.lead_unit, case.area)
    )


def partners_of(case: Case) -> list[Assist]:
    """The units that assist or were called, in the order of the tree; asked for once for each case."""
    prefetch_related_objects([case], PARTNERS)
    return list(case.assists.all())


def _is_permitted(actor: Actor, move: str, case: Case) -> bool:
    permission = workflow.move_of(move).permission
    return actor.everywhere(permission) or any(actor.may_at(permission, path) for path in _places(move, case))


def _is_permitted_to_reporter(actor: Actor, move: str, case: Case, now: datetime) -> bool:
    """What the one who reported the case may do with it besides."""
    if move == "reopen":
        return _is_recent_reporter(actor, case, now)
    return move == "fix_on_spot" and _is_reporter(actor, case) and actor.may(FIX_OWN_ON_SPOT)


def _places(move: str, case: Case) -> list[str]:
    """Paths of the units in any of which, or above, the permission of the move must be held."""
    lead = [case.lead_unit.path] if case.lead_unit is not None else []
    if move == "note":
        return lead + [partner.unit.path for partner in partners_of(case) if partner.is_assisting]
    if move == "answer_whistle":
        return [partner.unit.path for partner in partners_of(case) if partner.is_called]
    area = [case.area.path] if case.area is not None else []
    if move == "claim":
        return area + _path_of_usual_unit(case)
    if move in MOVES_OF_WHISTLER:
        return lead + area + [partner.unit.path for partner in partners_of(case) if _is_assisting_street(partner)]
    return lead if move in MOVES_OF_LEAD_UNIT else lead + area


def _is_assisting_street(partner: Assist) -> bool:
    return partner.is_assisting and partner.unit.kind in STREETS


def _path_of_usual_unit(case: Case) -> list[str]:
    if case.problem_class is None or case.problem_class.default_unit_id is None:
        return []
    found = ProblemClass.objects.filter(pk=case.problem_class.pk)
    return [path for path in found.values_list("default_unit__path", flat=True) if path]


def _is_recent_reporter(actor: Actor, case: Case, now: datetime) -> bool:
    if case.closed_at is None or not _is_reporter(actor, case):
        return False
    days = REPORTER_REOPEN_DAYS.on(local_date(now))
    return workflow.reporter_may_reopen(case.closed_at, now, days=days)


def _is_reporter(actor: Actor, case: Case) -> bool:
    return actor.person_id is not None and case.reporter_id == actor.person_id
