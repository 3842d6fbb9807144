"""What the shell shows around every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.notices import unread_count
from chuangcheng.core.sample_mark import holds_sample_data
from chuangcheng.core.web import actor_of
from chuangcheng.workbench.navigation import navigation_for

MOST_ABSENT = 3  # names shown of those for whom the person acts


def shell(request: HttpRequest) -> dict[str, Any]:
    """Place, navigation, person, unread notices; no query for a fragment or before sign-in."""
    common = {"place_name": settings.PLACE_NAME, "map_tiles": settings.MAP_TILES}
    if not hasattr(request, "user") or not request.user.is_authenticated or getattr(request, "htmx", False):
        return common
    actor = actor_of(request)
    return {
        **common,
        "is_demo": holds_sample_data(),
        "navigation": navigation_for(actor, address=request.path),
        "unread_count": unread_count(actor),
        "person_name": actor.name,
        "person_unit": actor.unit_name,
        "acting_for": "、".join(actor.acts_for[:MOST_ABSENT]),
        "person_menu": [
            {"label": _("我的账号"), "url": reverse("orgs:account"), "icon": "user"},
            {"label": _("使用帮助"), "url": reverse("workbench:help"), "icon": "help-circle"},
        ],
        "search_words": request.GET.get("q", "") if request.path == reverse("workbench:search") else "",
    }
