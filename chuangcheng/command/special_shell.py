"""What special campaigns add to the rest: navigation, to-dos, search, pictures, the page of a standard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.slots import CasePanel, case_panels, special_cases, special_names
from chuangcheng.command.indexing import SPECIAL
from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.queries.specials.lists import (
    reports_to_give,
    specials_of_standard,
    specials_past_end,
    visible_special_ids,
)
from chuangcheng.command.queries.specials.narrowing import special_cases_of, special_names_of
from chuangcheng.command.queries.specials.scope import specials_of_case
from chuangcheng.command.services.specials.telling import SOURCE
from chuangcheng.command.special_access import FOLLOW, ORGANISE, may_read_report_photo
from chuangcheng.command.special_wording import state_of
from chuangcheng.command.special_workflow import ALIVE
from chuangcheng.core import files
from chuangcheng.core.access import Actor
from chuangcheng.core.search import person_scope, unit_scopes
from chuangcheng.core.shell import (
    MOST_TODOS,
    NavEntry,
    RareTodos,
    SearchKind,
    SearchReach,
    Todo,
    navigation,
    rare_todos,
    search_kinds,
    todos,
)
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.core.times import today as this_day
from chuangcheng.orgs.access import unit_ids_where
from chuangcheng.orgs.slots import ask_addresses
from chuangcheng.standards.slots import StandardPanel, standard_panels

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.orgs.models import Unit

OVERDUE, DUE_TODAY = 0, 1
CLOSE_OF_DAY = time(18)


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("12-specials", _entries)
    todos.fill("command-specials", _todos)
    rare_todos.fill("command-specials", RareTodos(_past_end, _past_todos))
    kind = SearchKind(
        kind=SPECIAL,
        label=gettext_lazy("专项整治"),
        url_of=_address,
        visible_ids=visible_special_ids,
        reach_of=_reach,
    )
    search_kinds.fill(SPECIAL, kind)
    files.readers.fill("command-specials", may_read_report_photo)
    ask_addresses.fill(SOURCE, _address)
    standard_panels.fill("50-specials", _panel)
    case_panels.fill("40-specials", _case_panel)
    special_cases.fill("command.specials", special_cases_of)
    special_names.fill("command.specials", special_names_of)


def _address(special_id: str) -> str:
    return reverse("command:special", args=[special_id])


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(FOLLOW):
        return []
    return [NavEntry("overview", _("专项整治"), reverse("command:specials"), "target")]


def _reach(actor: Actor) -> SearchReach | None:
    if not actor.may(FOLLOW):
        return None
    if actor.everywhere(FOLLOW):
        return SearchReach()
    own = [] if actor.person_id is None else [person_scope(actor.person_id)]
    return SearchReach(scopes=[*unit_scopes(unit_ids_where(actor, FOLLOW)), *own])


def _panel(actor: Actor, standard_id: int) -> StandardPanel | None:
    rows = specials_of_standard(actor=actor, standard_id=standard_id)
    if not rows:
        return None
    day = this_day()
    return StandardPanel(
        "command/parts/specials_of_standard.html", {"rows": [(row, state_of(row, day)) for row in rows]}
    )


def _case_panel(actor: Actor, case: Case) -> CasePanel | None:
    rows = specials_of_case(actor=actor, case=case)
    if not rows:
        return None
    day = this_day()
    shown = [(row, choice, state_of(row, day), row.state in ALIVE) for row, choice in rows]
    context = {"rows": shown, "case_id": case.pk, "may_organise": actor.everywhere(ORGANISE)}
    return CasePanel("command/parts/specials_of_case.html", context)


def _todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """Reports of the day that the actor's units owe. One query."""
    return [_report(*each, now) for each in reports_to_give(actor=actor, day=local_date(now))]


def _past_end(actor: Actor, now: datetime) -> QuerySet[SpecialCampaign]:
    return specials_past_end(actor=actor, day=local_date(now))


def _past_todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - of the slot
    return [_past(row) for row in _past_end(actor, now)[:MOST_TODOS]]


def _report(found: SpecialCampaign, unit: Unit, now: datetime) -> Todo:
    return Todo(
        urgency=DUE_TODAY,
        title=found.name,
        url=_address(str(found.pk)),
        act=_("报送今日进展"),
        act_url=f"{reverse('command:report_special', args=[found.pk])}?unit={unit.pk}",
        kind=_("专项整治"),
        number=found.number,
        due_at=datetime.combine(local_date(now), CLOSE_OF_DAY, SHANGHAI),
        detail=unit.name,
        situation=_("今天还没有报送"),
    )


def _past(found: SpecialCampaign) -> Todo:
    return Todo(
        urgency=OVERDUE,
        title=found.name,
        url=_address(str(found.pk)),
        act=_("去收尾或延期"),
        kind=_("专项整治"),
        number=found.number,
        due_at=datetime.combine(found.ends_on, CLOSE_OF_DAY, SHANGHAI),
        detail=_("到%(day)s") % {"day": found.ends_on.isoformat()},
        situation=_("已到期，待收尾"),
    )
