"""What frameworks add to navigation, to-dos, search, unit pages and the closing of units, and what they hear of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.events import subscribe
from chuangcheng.core.shell import NavEntry, SearchKind, Todo, navigation, search_kinds, todos
from chuangcheng.core.times import local_date, today
from chuangcheng.orgs.events import PERSON_DEACTIVATED, UNIT_MERGED, UNIT_SPLIT
from chuangcheng.orgs.slots import UnitPanel, closing_hurdles, unit_panels
from chuangcheng.standards.access import ASSIGN, RULE, VIEW, visible_frameworks
from chuangcheng.standards.audit_words import STANDARD_WORDS
from chuangcheng.standards.models import Standard
from chuangcheng.standards.queries import GapFigures, duties_of_unit, gap_figures, open_disputes
from chuangcheng.standards.services.succession import (
    closing_hurdle,
    follow_departure,
    follow_merger,
    follow_split,
)

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

MOST_DISPUTES = 20  # on the page of to-dos; our choice
NEW, COMING = 3, 4  # urgency


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("20-standards", _entries)
    todos.fill("60-standards", _todos)
    search_kinds.fill("standard", SearchKind("standard", _("测评标准"), _address, _visible))
    words.fill("standards", STANDARD_WORDS)
    unit_panels.fill("20-duties", _duties_panel)
    closing_hurdles.fill("20-duties", closing_hurdle)
    subscribe(UNIT_MERGED, "standards.duties", follow_merger)
    subscribe(UNIT_SPLIT, "standards.duties", follow_split)
    subscribe(PERSON_DEACTIVATED, "standards.leaders", follow_departure)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(VIEW):
        return []
    return [
        NavEntry("standards", _("测评体系"), reverse("standards:frameworks"), "list"),
        NavEntry("standards", _("指标对照"), reverse("standards:crosswalk"), "link"),
        NavEntry("standards", _("职责清单"), reverse("standards:duties"), "clipboard-list"),
        NavEntry("standards", _("点位类型"), reverse("standards:site_types"), "tag"),
    ]


def _todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    found: list[Todo] = []
    if actor.may(VIEW) and actor.may(RULE):
        found += [
            Todo(
                urgency=NEW,
                title=ruling.question,
                url=reverse("standards:standard", args=[ruling.standard_id]) + "#disputes",
                act=_("去裁定"),
                kind=_("责任争议"),
                number=ruling.standard.code,
                detail=ruling.raised_by_unit.name,
            )
            for ruling in open_disputes(actor=actor)[:MOST_DISPUTES]
        ]
    if actor.may(VIEW) and actor.may(ASSIGN):
        found += [_gap_line(gap) for gap in gap_figures(actor=actor, day=local_date(now))]
    return found


def _gap_line(gap: GapFigures) -> Todo:
    words = gettext("%(items)d个项目没有责任领导，%(standards)d条标准没有牵头单位")
    return Todo(
        urgency=COMING,
        title=words % {"items": gap.items, "standards": gap.standards},
        url=reverse("standards:gaps", args=[gap.framework.pk]),
        act=_("去补齐"),
        kind=_("空缺"),
        detail=str(gap.framework),
    )


def _address(object_id: str) -> str:
    return reverse("standards:standard", args=[int(object_id)])


def _visible(actor: Actor, ids: Sequence[str]) -> set[str]:
    if not actor.may(VIEW):
        return set()
    rows = Standard.objects.filter(pk__in=ids, framework__in=visible_frameworks(actor))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _duties_panel(actor: Actor, unit: Unit) -> UnitPanel | None:
    if not actor.may(VIEW):
        return None
    found = duties_of_unit(actor=actor, unit_id=unit.pk, day=today())
    return UnitPanel("standards/duties_panel.html", {"found": found, "unit_id": unit.pk}) if found else None
