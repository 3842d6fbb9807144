"""What stands about the signed-in person at the top of every page."""

from __future__ import annotations

from dataclasses import dataclass

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.orgs.access import posts_of

MOST_ABSENT = 3  # names shown of those for whom the person acts


@dataclass(frozen=True)
class ShellPerson:
    """Texts for the person menu."""

    unit: str  # name of the unit of the first post; "" without a post
    acting_for: str  # names, joined; "" when nobody


def shell_person(*, actor: Actor) -> ShellPerson:
    """The person's unit and whom they act for today. One query."""
    if actor.person_id is None:
        return ShellPerson("", "")
    held = posts_of(actor.person_id, today=today()).order_by("pk")
    units, absent = [], []
    for person_id, name, *unit in held.values_list("person", "person__name", "unit__short_name", "unit__name"):
        if person_id == actor.person_id:
            units += [name for name in unit if name]
        else:
            absent.append(name)
    return ShellPerson(units[0] if units else "", "、".join(list(dict.fromkeys(absent))[:MOST_ABSENT]))
