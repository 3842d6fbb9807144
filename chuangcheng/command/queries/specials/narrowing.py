"""The cases of a special campaign for who narrows a list to them: all that makes its scope, by one query."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse

from chuangcheng.cases.slots import SpecialCases
from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.queries.specials.made_of import by_kind, read_parts, rows_of_parts, told
from chuangcheng.command.special_access import FOLLOW, visible_specials
from chuangcheng.core.access import Actor

MOST_OFFERED = 100  # campaigns in a choice; our choice


def special_names_of(actor: Actor) -> list[tuple[UUID, str]]:
    """The campaigns that the actor sees, the newest first. One query."""
    if not actor.may(FOLLOW):
        return []
    rows = visible_specials(actor).order_by("-starts_on", "-pk").values_list("pk", "name")
    return list(rows[:MOST_OFFERED])


def special_cases_of(actor: Actor, special_id: UUID) -> SpecialCases | None:
    """The cases of a campaign, to narrow a list to them; None when the actor does not see it. One query."""
    if not actor.may(FOLLOW):
        return None
    shown = visible_specials(actor).filter(pk=special_id)
    found = by_kind([told(shown, "shown", "starts_on", "name", "ends_on"), *rows_of_parts(special_id)])
    if "shown" not in found:
        return None
    [(first, name, last)] = found["shown"]
    days = SpecialCampaign(starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))
    url = f"{reverse('command:special', args=[special_id])}?view=cases"
    return SpecialCases(name, url, read_parts(found).scope(days))
