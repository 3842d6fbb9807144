"""What rewards and accountability add to the rest: navigation, to-dos, search, words of the trail, readers of files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chuangcheng.core import events, files
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import Words, words
from chuangcheng.core.search import unit_scopes
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
    settings_pages,
    todos,
)
from chuangcheng.core.times import SHANGHAI, local_date, today
from chuangcheng.orgs.access import unit_ids_where
from chuangcheng.orgs.slots import AccountEntry, account_entries
from chuangcheng.supervision.accountability_access import (
    CHANGE_GROUNDS,
    VIEW_LISTS,
    VIEW_MATTERS,
    may_read_appeal_file,
)
from chuangcheng.supervision.accountability_wording import grade_of, list_state_of, period_of, run_words
from chuangcheng.supervision.events import APPRAISAL_PUBLISHED
from chuangcheng.supervision.models import HonourList, Matter
from chuangcheng.supervision.queries.accountability.honours import visible_list_ids, waiting_lists
from chuangcheng.supervision.queries.accountability.matters import (
    own_matters,
    own_matters_to_see,
    visible_matter_ids,
    waiting_matters,
)
from chuangcheng.supervision.services.accountability.honouring import propose_published
from chuangcheng.supervision.services.accountability.indexing import KIND, LIST_KIND

OVERDUE, DUE_TODAY, _RETURNED, NEW, COMING = range(5)  # urgencies of `core.shell.Todo`
CLOSE_OF_DAY = time(18)
ACCOUNTABILITY_WORDS = Words(
    actions={
        "supervision.reckon": gettext_lazy("计算奖惩建议"),
        "supervision.propose_matter": gettext_lazy("提出奖惩建议"),
        "supervision.decide_matter": gettext_lazy("作出奖惩决定"),
        "supervision.drop_matter": gettext_lazy("不予采纳奖惩建议"),
        "supervision.fulfil_matter": gettext_lazy("登记奖惩落实"),
        "supervision.overturn_matter": gettext_lazy("因申诉成立撤销问责"),
        "supervision.withdraw_matter": gettext_lazy("撤销奖惩决定"),
        "supervision.raise_appeal": gettext_lazy("提出申诉"),
        "supervision.prove_appeal": gettext_lazy("补充申诉材料"),
        "supervision.decide_appeal": gettext_lazy("办理申诉"),
        "supervision.propose_list": gettext_lazy("提出红黑榜"),
        "supervision.check_list": gettext_lazy("核定红黑榜"),
        "supervision.publish_list": gettext_lazy("批准公布红黑榜"),
        "supervision.return_list": gettext_lazy("退回红黑榜"),
        "supervision.drop_list": gettext_lazy("不予公布红黑榜"),
        "supervision.withdraw_list": gettext_lazy("撤下红黑榜"),
    },
    records={
        "supervision.reckoning": gettext_lazy("奖惩计算"),
        "supervision.matter": gettext_lazy("奖惩事项"),
        "supervision.honourlist": gettext_lazy("红黑榜"),
    },
    details={"proposals": gettext_lazy("新建议数")},
)


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("supervision-3-accountability", _entries)
    settings_pages.fill("supervision-grounds", _settings)
    todos.fill("supervision-accountability", _todos)
    todos.fill("supervision-lists", _list_todos)
    rare_todos.fill("supervision-named", RareTodos(_named, _named_todos))
    account_entries.fill("supervision-named", _account_entries)
    events.subscribe(APPRAISAL_PUBLISHED, "supervision.propose_list", propose_published)
    search_kinds.fill(KIND, SearchKind(KIND, gettext_lazy("奖惩问责"), _address, visible_matter_ids, _reach))
    lists = SearchKind(LIST_KIND, gettext_lazy("红黑榜"), _list_address, visible_list_ids, _list_reach)
    search_kinds.fill(LIST_KIND, lists)
    files.readers.fill("supervision-appeals", may_read_appeal_file)
    words.fill("supervision-accountability", ACCOUNTABILITY_WORDS)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    found = []
    if actor.may(VIEW_MATTERS):
        found.append(NavEntry("supervision", _("奖惩问责"), reverse("supervision:matters"), "scale"))
    if actor.may(VIEW_LISTS):
        found.append(NavEntry("supervision", _("红黑榜"), reverse("supervision:honour_lists"), "star"))
    return found


def _settings(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(CHANGE_GROUNDS):
        return []
    return [NavEntry("system", _("奖惩情形设置"), reverse("supervision:grounds"), "scale")]


def _address(matter_id: str) -> str:
    return reverse("supervision:matter", args=[matter_id])


def _list_address(list_id: str) -> str:
    return reverse("supervision:honour_list", args=[list_id])


def _list_reach(actor: Actor) -> SearchReach | None:
    return SearchReach() if actor.may(VIEW_LISTS) else None


def _reach(actor: Actor) -> SearchReach | None:
    if not actor.may(VIEW_MATTERS):
        return None
    if actor.everywhere(VIEW_MATTERS):
        return SearchReach()
    return SearchReach(scopes=unit_scopes(unit_ids_where(actor, VIEW_MATTERS)))


def _todos(actor: Actor, moment: datetime) -> Sequence[Todo]:
    """Appeals to decide, terms that are over, proposals. One query."""
    return [_todo(matter, moment) for matter in waiting_matters(actor=actor, now=moment)]


def _todo(matter: Matter, moment: datetime) -> Todo:
    act, urgency, situation = _("去决定"), NEW, _("建议%(grade)s") % {"grade": grade_of(matter)[1]}
    if matter.state == "decided":
        is_appeal = bool(getattr(matter, "is_appealed", False))
        is_late = matter.term_on is not None and matter.term_on < local_date(moment)
        act = _("去办理申诉") if is_appeal else _("去登记落实")
        urgency = OVERDUE if is_late and not is_appeal else DUE_TODAY
        situation = _("申诉中") if is_appeal else _("到期未落实")
    return Todo(
        urgency=urgency,
        title=f"{matter.unit.name} {matter.get_ground_display()}",
        url=_address(str(matter.pk)),
        act=act,
        kind=_("奖惩问责"),
        number=matter.number,
        detail=period_of(matter),
        situation=situation,
    )


def _named(actor: Actor, moment: datetime) -> QuerySet[Matter] | None:
    """Matters that name the actor and ask something of the actor."""
    return None if actor.person_id is None else own_matters_to_see(actor=actor, now=moment)


def _named_todos(actor: Actor, moment: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - of the slot
    return [_named_todo(matter, moment) for matter in own_matters_to_see(actor=actor, now=moment)[:MOST_TODOS]]


def _named_todo(matter: Matter, moment: datetime) -> Todo:
    urgency, due_at, situation = NEW, matter.appeal_until, _("可以申诉")
    if matter.term_on is not None and matter.done_at is None:
        day = local_date(moment)
        urgency = OVERDUE if matter.term_on < day else DUE_TODAY if matter.term_on == day else COMING
        due_at = datetime.combine(matter.term_on, CLOSE_OF_DAY, SHANGHAI)
        situation = str(grade_of(matter)[1])
    return Todo(
        urgency=urgency,
        title=f"{matter.unit.name} {matter.get_ground_display()}",
        url=_address(str(matter.pk)),
        act=_("去查看"),
        kind=_("奖惩问责"),
        number=matter.number,
        due_at=due_at,
        detail=period_of(matter),
        situation=situation,
    )


def _account_entries(actor: Actor) -> Sequence[AccountEntry]:
    """The matters that name the actor, for who has no list of matters in the menu."""
    if actor.person_id is None or actor.may(VIEW_MATTERS):
        return []
    count = own_matters(actor=actor, day=today()).count()
    if not count:
        return []
    note = ngettext("%(count)s件，只有本人和办理机关能看到", "%(count)s件，只有本人和办理机关能看到", count)
    return [AccountEntry(_("奖惩问责"), reverse("supervision:matters"), note % {"count": count})]


def _list_todos(actor: Actor, moment: datetime) -> Sequence[Todo]:
    """Lists to check and to approve. One query."""
    del moment
    return [_list_todo(found) for found in waiting_lists(actor=actor)]


def _list_todo(found: HonourList) -> Todo:
    return Todo(
        urgency=NEW,
        title=run_words(found.run),
        url=_list_address(str(found.pk)),
        act=_("去核定") if found.state == "proposed" else _("去审批"),
        kind=_("红黑榜"),
        situation=list_state_of(found)[1],
    )
