"""What escalation and supervision orders add to the rest: navigation, to-dos, search, the panel of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.slots import CaseBulkAct, CasePanel, case_bulk_acts, case_panels
from chuangcheng.core import events, files
from chuangcheng.core.access import Actor
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import (
    NavEntry,
    SearchKind,
    SearchReach,
    Todo,
    navigation,
    search_kinds,
    settings_pages,
    todos,
)
from chuangcheng.core.times import local_date, now
from chuangcheng.orgs.access import unit_ids_where
from chuangcheng.orgs.slots import ask_addresses, unit_panels
from chuangcheng.supervision.escalation_access import CHANGE_LADDER, VIEW_ESCALATIONS
from chuangcheng.supervision.escalation_panels import unit_panel
from chuangcheng.supervision.escalation_wording import (
    TONES,
    goes_up_words,
    reason_words,
    standing,
    step_word,
    whom_word,
)
from chuangcheng.supervision.events import APPRAISAL_PUBLISHED
from chuangcheng.supervision.ladder import Step, StepDue
from chuangcheng.supervision.models import EscalationStep, StreakStep, SupervisionOrder
from chuangcheng.supervision.order_access import ISSUE_ORDERS, UNISSUED, may_read_order_file
from chuangcheng.supervision.order_wording import state_of
from chuangcheng.supervision.order_workflow import CASE_STATES
from chuangcheng.supervision.queries.escalations import deeds_of, ladder_of_case, waiting_steps
from chuangcheng.supervision.queries.orders import orders_of_case, orders_of_task, visible_order_ids, waiting_orders
from chuangcheng.supervision.queries.streak_steps import waiting_streak_steps
from chuangcheng.supervision.services.escalations import follow_published
from chuangcheng.supervision.services.orders.asking import SOURCE
from chuangcheng.supervision.services.orders.indexing import KIND
from chuangcheng.supervision.services.orders.indexing import UNISSUED as UNISSUED_SCOPE
from chuangcheng.supervision.views.orders.together import ask_about_cases
from chuangcheng.tasks.slots import Mention, TaskLink, mentions, task_links

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.tasks.models import Task

OVERDUE, DUE_TODAY, RETURNED, NEW = range(4)  # urgencies of `core.shell.Todo`
ACTS = {
    "draft": gettext_lazy("去签发"),
    "issued": gettext_lazy("去签收"),
    "signed": gettext_lazy("去反馈"),
    "answered": gettext_lazy("去办结"),
}


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("supervision-2-escalations", _entries)
    settings_pages.fill("supervision-ladder", _settings)
    todos.fill("supervision-orders", _order_todos)
    todos.fill("supervision-steps", _step_todos)
    kind = SearchKind(KIND, gettext_lazy("督办单"), _address, visible_order_ids, _reach)
    search_kinds.fill(KIND, kind)
    files.readers.fill("supervision-orders", may_read_order_file)
    ask_addresses.fill(SOURCE, _address)
    events.subscribe(APPRAISAL_PUBLISHED, "supervision.streaks", follow_published)
    case_panels.fill("50-escalation", case_panel)
    case_bulk_acts.fill("supervision-order", orders_act)
    unit_panels.fill("35-escalation", unit_panel)
    task_links.fill("supervision-order", order_link)
    mentions.fill("supervision-orders", order_mentions)


def case_panel(actor: Actor, case: Case) -> CasePanel | None:
    """What was taken about the case, what comes next, its orders. Six queries at most."""
    if not actor.may(VIEW_ESCALATIONS):
        return None
    found = ladder_of_case(actor=actor, case=case, now=now())
    orders = orders_of_case(actor=actor, case=case)
    may_issue = actor.everywhere(ISSUE_ORDERS) and case.lead_unit_id is not None and not case.is_held
    may_issue = may_issue and case.state in CASE_STATES
    if not found.taken and not found.coming and not orders and not may_issue:
        return None
    done = deeds_of(found.taken) if found.taken else {}
    context = {
        "rows": [(row, _said(row, done.get(row.pk, set()))) for row in found.taken],
        "next": _next(found.coming),
        "orders": [(order, state_of(order)) for order in orders],
        "may_issue": may_issue,
        "case_id": case.pk,
    }
    return CasePanel("supervision/escalations/parts/case.html", context)


def orders_act(actor: Actor) -> CaseBulkAct | None:
    """To draft orders about cases that are chosen in a list."""
    return CaseBulkAct(_("拟督办单"), ask_about_cases) if actor.everywhere(ISSUE_ORDERS) else None


def order_link(actor: Actor, task: Task) -> TaskLink | None:
    """To draft an order about an open task."""
    if not actor.everywhere(ISSUE_ORDERS) or not task.is_open:
        return None
    return TaskLink(_("拟督办单"), f"{reverse('supervision:new_order')}?task={task.pk}")


def order_mentions(actor: Actor, task_id: UUID) -> list[Mention]:
    """The orders about a task, on its page. One query."""
    orders = orders_of_task(actor=actor, task_id=task_id)
    return [Mention(order.number or _("督办单（未编号）"), _address(str(order.pk)), order.title) for order in orders]


def _said(row: EscalationStep, done: set[str]) -> dict[str, object]:
    return {"word": step_word(row.step), "why": reason_words(row), "standing": standing(row, done)}


def _next(coming: Sequence[StepDue]) -> dict[str, object] | None:
    """The step that comes next, in words."""
    step = next(iter(coming), None)
    return None if step is None else {"words": goes_up_words(step), "tone": TONES[step.rung.step], "at": step.at}


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(VIEW_ESCALATIONS):
        return []
    return [
        NavEntry("supervision", _("督办升级"), reverse("supervision:coming"), "alert-triangle", prefix="/escalations/"),
        NavEntry("supervision", _("督办单"), reverse("supervision:orders"), "gavel"),
    ]


def _settings(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(CHANGE_LADDER):
        return []
    return [
        NavEntry("system", _("督办升级设置"), reverse("supervision:ladder"), "arrow-up"),
        NavEntry("system", _("连续上榜措施表"), reverse("supervision:streaks"), "award"),
    ]


def _address(order_id: str) -> str:
    return reverse("supervision:order", args=[order_id])


def _reach(actor: Actor) -> SearchReach | None:
    if not actor.may(VIEW_ESCALATIONS):
        return None
    if actor.everywhere(ISSUE_ORDERS):
        return SearchReach()
    if actor.everywhere(VIEW_ESCALATIONS):
        return SearchReach(without=[UNISSUED_SCOPE])
    return SearchReach(scopes=unit_scopes(unit_ids_where(actor, VIEW_ESCALATIONS)))


def _order_todos(actor: Actor, moment: datetime) -> Sequence[Todo]:
    """Orders to sign, to answer, to issue, to close. One query."""
    return [_order_todo(order, moment) for order in waiting_orders(actor=actor)]


def _order_todo(order: SupervisionOrder, moment: datetime) -> Todo:
    due = order.due_at if order.state in {"issued", "signed"} else None
    if order.is_late(moment) or order.is_unsigned_late(moment):
        urgency = OVERDUE
    elif order.state in UNISSUED or (due is not None and local_date(due) <= local_date(moment)):
        urgency = DUE_TODAY
    else:
        urgency = NEW
    return Todo(
        urgency=urgency,
        title=order.title,
        url=_address(str(order.pk)),
        act=ACTS[order.state],
        kind=_("督办单"),
        number=order.number,
        due_at=due,
        detail=order.unit.name,
        situation=state_of(order)[1],
    )


def _step_todos(actor: Actor, moment: datetime) -> Sequence[Todo]:
    """Steps to be looked after in person, talks to hold, leads to refer. Three queries at most."""
    del moment
    streaks = [_streak_todo(row) for row in waiting_streak_steps(actor=actor)]
    return [*streaks, *(_step_todo(row) for row in waiting_steps(actor=actor))]


def _act_on(step: str) -> str:
    return {Step.LEADER: _("去批示"), Step.TALK: _("去约谈"), Step.ACCOUNT: _("去移交")}[Step(step)]


def _streak_todo(row: StreakStep) -> Todo:
    facts = {"unit": row.unit.name, "count": row.periods, "board": row.board}
    return Todo(
        urgency=DUE_TODAY,
        title=_("%(unit)s连续%(count)s期列入%(board)s黑榜") % facts,
        url=reverse("supervision:streak_step", args=[row.pk]),
        act=_act_on(row.step),
        kind=step_word(row.step),
        detail=row.unit.name,
        situation=whom_word(row.by),
    )


def _step_todo(row: EscalationStep) -> Todo:
    return Todo(
        urgency=DUE_TODAY,
        title=row.case.told,
        url=reverse("supervision:escalation", args=[row.pk]),
        act=_act_on(row.step),
        kind=step_word(row.step),
        number=row.case.number,
        detail=row.unit.name,
        situation=reason_words(row),
    )
