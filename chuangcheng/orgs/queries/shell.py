"""What stands about the signed-in person at the top of every page."""

from __future__ import annotations

from dataclasses import dataclass

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Delegation, Post
from chuangcheng.orgs.queries.units import current


@dataclass(frozen=True)
class ShellPerson:
    """Texts for the person menu."""

    unit: str  # name of the unit of the first post; "" without a post
    acting_for: str  # names, joined; "" when nobody


def shell_person(*, actor: Actor) -> ShellPerson:
    """The person's unit and whom they act for today. Two queries."""
    if actor.person_id is None:
        return ShellPerson("", "")
    day = today()
    posts = Post.objects.filter(current(day), person_id=actor.person_id).select_related("unit").order_by("pk")
    posts = posts.only("unit__name", "unit__short_name")
    first = posts.first()
    held = Delegation.objects.filter(
        acting_id=actor.person_id, starts_on__lte=day, ends_on__gte=day, ended_at__isnull=True
    )
    names = held.order_by("pk").values_list("absent__name", flat=True)[:3]
    return ShellPerson((first.unit.short_name or first.unit.name) if first else "", "、".join(names))
