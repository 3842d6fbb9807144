"""What sites add to navigation, search, unit pages and the closing of units, and what they hear of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.core import files
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.events import subscribe
from chuangcheng.core.shell import NavEntry, SearchKind, navigation, search_kinds
from chuangcheng.core.times import today
from chuangcheng.orgs.events import PERSON_DEACTIVATED, POST_HANDED_OVER, UNIT_MERGED, UNIT_SPLIT
from chuangcheng.orgs.fields import offer_text
from chuangcheng.orgs.slots import UnitPanel, closing_hurdles, unit_panels
from chuangcheng.sites.access import VIEW, may_read_example
from chuangcheng.sites.audit_words import SITE_WORDS
from chuangcheng.sites.indexing import KIND
from chuangcheng.sites.queries import (
    SiteFilter,
    count_at_most,
    count_words,
    items_of_standard,
    panel_of_unit,
    site_reach,
    sites_for,
    visible_site_ids,
)
from chuangcheng.sites.services.links import follow_new_edition
from chuangcheng.sites.services.succession import (
    closing_hurdle,
    follow_departure,
    follow_hand_over,
    follow_merger,
    follow_split,
)
from chuangcheng.standards.events import EDITION_CARRIED_OVER
from chuangcheng.standards.slots import Gap, StandardPanel, more_gaps, standard_panels

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


def fill() -> None:
    """Called once, when the application is ready."""
    navigation.fill("30-sites", _entries)
    search_kinds.fill(KIND, SearchKind(KIND, _("点位"), _address, _visible, site_reach))
    unit_panels.fill("10-sites", _unit_panel)
    closing_hurdles.fill("10-sites", closing_hurdle)
    more_gaps.fill("10-sites", _owner_gap)
    standard_panels.fill("10-checklists", _standard_panel)
    words.fill("sites", SITE_WORDS)
    files.readers.fill("sites", may_read_example)
    subscribe(EDITION_CARRIED_OVER, "sites.links", follow_new_edition)
    subscribe(UNIT_MERGED, "sites.units", follow_merger)
    subscribe(UNIT_SPLIT, "sites.units", follow_split)
    subscribe(POST_HANDED_OVER, "sites.people", follow_hand_over)
    subscribe(PERSON_DEACTIVATED, "sites.people", follow_departure)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may(VIEW):
        return []
    return [
        NavEntry("sites", _("点位"), reverse("sites:list"), "map-pin", phone_rank=4),
        NavEntry("sites", _("检查覆盖"), reverse("sites:coverage"), "map"),
        NavEntry("sites", _("点位空缺"), reverse("sites:gaps"), "alert-circle"),
        NavEntry("sites", _("网格"), reverse("sites:grid"), "table"),
    ]


def _address(object_id: str) -> str:
    return reverse("sites:site", args=[object_id])


def _visible(actor: Actor, ids: Sequence[str]) -> set[str]:
    return visible_site_ids(actor, ids) if actor.may(VIEW) else set()


def _owner_gap(actor: Actor) -> Gap | None:
    if not actor.may(VIEW):
        return None
    count = count_at_most(sites_for(actor, SiteFilter(missing="owner"), today=today()))
    url = f"{reverse('sites:list')}?missing=owner"
    return Gap(_("没有责任单位的点位"), count_words(count), url) if count else None


def _standard_panel(actor: Actor, standard_id: int) -> StandardPanel | None:
    items = items_of_standard(standard_id=standard_id) if actor.may(VIEW) else []
    return StandardPanel("sites/standard_panel.html", {"lines": items}) if items else None


def _unit_panel(actor: Actor, unit: Unit) -> UnitPanel | None:
    if not actor.may(VIEW):
        return None
    found = panel_of_unit(actor=actor, unit=unit, today=today())
    if not found.owned and not found.inside:
        return None
    owner = found.owned[0].owner if found.owned else None
    query = {"owner": offer_text(owner)} if owner else {"area": str(unit.pk)}
    context = {
        "found": found,
        "owned_words": count_words(found.owned_count),
        "inside_words": count_words(found.inside_count),
        "all_url": f"{reverse('sites:list')}?{urlencode(query)}",
    }
    return UnitPanel("sites/unit_panel.html", context)
