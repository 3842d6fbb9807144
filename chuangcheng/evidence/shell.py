"""What material adds to the rest: navigation, to-dos, search, files, the page of a standard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core import files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import NavEntry, SearchKind, SearchReach, Todo
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.evidence import policies  # noqa: F401 - the settings page knows its settings by this import
from chuangcheng.evidence.access import VIEW, may_ask
from chuangcheng.evidence.audit_words import EVIDENCE_WORDS
from chuangcheng.evidence.indexing import MATERIAL, PIECE
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries import (
    materials_behind,
    may_read_file,
    visible_material_ids,
    visible_piece_ids,
    waiting_materials,
)
from chuangcheng.evidence.services.burden import SOURCE
from chuangcheng.evidence.wording import badge_of
from chuangcheng.evidence.workflow import STATE_LABELS, State
from chuangcheng.orgs.access import unit_ids_where
from chuangcheng.orgs.slots import ask_addresses
from chuangcheng.standards.slots import StandardPanel, standard_panels

OVERDUE, DUE_TODAY, RETURNED, NEW, COMING = range(5)
CLOSE_OF_DAY = time(18)
SOON_DAYS = 7  # a request that is due later is only coming; our choice
ACTS = {
    State.ASKED: gettext_lazy("去提交"),
    State.RETURNED: gettext_lazy("去补正"),
    State.TO_REVIEW: gettext_lazy("去审核"),
}


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("evidence", navigation)
    shell.todos.fill("evidence", todos)
    kind = SearchKind(
        kind=MATERIAL,
        label=gettext_lazy("申报材料"),
        url_of=lambda material_id: reverse("evidence:material", args=[material_id]),
        visible_ids=visible_material_ids,
        reach_of=reach_of,
    )
    shell.search_kinds.fill(MATERIAL, kind)
    shell.search_kinds.fill(
        PIECE,
        SearchKind(
            kind=PIECE,
            label=gettext_lazy("材料文件"),
            url_of=lambda piece_id: reverse("evidence:piece", args=[piece_id]),
            visible_ids=visible_piece_ids,
            reach_of=reach_of,
        ),
    )
    files.readers.fill("evidence", may_read_file)
    words.fill("evidence", EVIDENCE_WORDS)
    ask_addresses.fill(SOURCE, lambda material_id: reverse("evidence:material", args=[material_id]))
    standard_panels.fill("20-materials", standard_panel)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The list of material, and how complete it is."""
    if not actor.may(VIEW):
        return []
    return [
        NavEntry("evidence", _("申报材料"), reverse("evidence:list"), "folder"),
        NavEntry("evidence", _("材料检索"), reverse("evidence:pieces"), "search"),
        NavEntry("evidence", _("材料完整性"), reverse("evidence:matrix"), "table"),
    ]


def reach_of(actor: Actor) -> SearchReach | None:
    """All material for who views the whole place; else that of the actor's units."""
    if not actor.may(VIEW):
        return None
    if actor.everywhere(VIEW):
        return SearchReach()
    return SearchReach(scopes=unit_scopes(unit_ids_where(actor, VIEW)))


def todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """The requests on which this person acts next."""
    return [_todo(material, now) for material in waiting_materials(actor=actor)]


def standard_panel(actor: Actor, standard_id: int) -> StandardPanel | None:
    """The requests for a standard, on its page."""
    lines = materials_behind(actor=actor, standard_ids=[standard_id])
    if not lines and not (actor.may(VIEW) and may_ask(actor)):
        return None
    context = {"materials": lines, "standard_id": standard_id, "may_ask": may_ask(actor)}
    return StandardPanel("evidence/parts/standard_panel.html", context)


def _todo(material: MaterialRequest, now: datetime) -> Todo:
    state, day = State(material.state), local_date(now)
    badge = badge_of(material, day, office_calendar())
    page = "evidence:material" if state is State.TO_REVIEW else "evidence:hand_in"
    return Todo(
        urgency=_urgency(material, state, day),
        title=material.title,
        url=reverse("evidence:material", args=[material.pk]),
        act=ACTS[state],
        act_url="" if state is State.TO_REVIEW else reverse(page, args=[material.pk]),
        kind=_("材料"),
        number=material.number,
        due_at=datetime.combine(material.due_on, CLOSE_OF_DAY, SHANGHAI),
        detail=f"{material.standard.code} · {material.unit.name}",
        situation=f"{_(STATE_LABELS[state])} · {badge.words}" if badge else _(STATE_LABELS[state]),
    )


def _urgency(material: MaterialRequest, state: State, day: date) -> int:
    if state is State.TO_REVIEW:
        return NEW
    if material.due_on < day:
        return OVERDUE
    if material.due_on == day:
        return DUE_TODAY
    if state is State.RETURNED:
        return RETURNED
    return NEW if (material.due_on - day).days <= SOON_DAYS else COMING
