"""What bulletins add to the rest: navigation and to-dos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.command.slots import MeetingLink, meeting_links
from chuangcheng.core.access import Actor
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
from chuangcheng.reports.access import READ, changeable_kinds
from chuangcheng.reports.indexing import BULLETIN, visible_bulletin_ids
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.queries.lists import waiting_for
from chuangcheng.reports.states import State
from chuangcheng.reports.wording import kind_words

if TYPE_CHECKING:
    from chuangcheng.command.models import Meeting

RETURNED, NEW = 2, 3


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("13-reports", _entries)
    todos.fill("reports", _todos)
    settings_pages.fill("reports", _settings)
    meeting_links.fill("reports", _slides)
    search_kinds.fill(BULLETIN, SearchKind(BULLETIN, gettext_lazy("通报简报"), _address, visible_bulletin_ids, _reach))


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.everywhere(READ):
        return []
    return [NavEntry("meetings", _("通报简报"), reverse("reports:bulletins"), "report")]


def _address(bulletin_id: str) -> str:
    return reverse("reports:bulletin", args=[bulletin_id])


def _reach(actor: Actor) -> SearchReach | None:
    return SearchReach() if actor.everywhere(READ) else None


def _slides(actor: Actor, meeting: Meeting) -> MeetingLink | None:
    if not actor.everywhere(READ):
        return None
    return MeetingLink(_("会议幻灯片"), reverse("reports:choose_meeting_slides", args=[meeting.pk]), "device-tv")


def _settings(actor: Actor) -> Sequence[NavEntry]:
    if not changeable_kinds(actor):
        return []
    return [NavEntry("system", _("公文模板"), reverse("reports:templates"), "file-text")]


def _todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """What waits for approval, what was returned, what is to be sent. Two queries at most."""
    del now
    return [_todo(row) for row in waiting_for(actor=actor)]


def _todo(row: Bulletin) -> Todo:
    state = State(row.state)
    act, situation = {
        State.SUBMITTED: (_("去核准"), _("等待核准")),
        State.APPROVED: (_("去印发"), _("等待印发")),
    }.get(state, (_("去修改"), _("退回修改")))
    return Todo(
        urgency=RETURNED if state == State.DRAFT else NEW,
        title=row.title,
        url=reverse("reports:bulletin", args=[row.pk]),
        act=act,
        kind=_("通报简报"),
        number=row.number,
        detail=kind_words(row.kind),
        situation=situation,
    )
