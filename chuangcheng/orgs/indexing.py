"""What the search finds of units and people. No phone stands in the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from chuangcheng.core import search
from chuangcheng.core.search import Entry
from chuangcheng.orgs.models import Person, Post, Unit, UnitAlias

UNIT, PERSON = "unit", "person"


def index_unit(unit: Unit) -> None:
    """Makes the unit findable by name, code, short name and aliases."""
    index_units([unit])


def index_units(units: Iterable[Unit]) -> None:
    """The same for many units; one query for all aliases."""
    found = list(units)
    aliases: defaultdict[int, list[str]] = defaultdict(list)
    for unit_id, name in UnitAlias.objects.filter(unit__in=found).values_list("unit", "name"):
        aliases[unit_id].append(name)
    search.index_all(
        Entry(
            kind=UNIT,
            object_id=str(unit.pk),
            title=unit.name,
            number=unit.code,
            text=" ".join([unit.short_name, *aliases[unit.pk]]),
            scopes=[search.unit_scope(unit.pk)],
        )
        for unit in found
    )


def forget_unit(unit: Unit) -> None:
    """A closed unit is no longer found."""
    search.remove(kind=UNIT, object_id=unit.pk)


def index_person(person: Person) -> None:
    """Makes the person findable by name, log-in name and units; one who has left is found no longer."""
    if not person.is_active:
        search.remove(kind=PERSON, object_id=person.pk)
        return
    index_people([person])


def index_people(people: Iterable[Person]) -> None:
    """The same for many people who are active; one query for all posts."""
    found = list(people)
    units: defaultdict[int, list[str]] = defaultdict(list)
    places: defaultdict[int, list[int]] = defaultdict(list)  # where they work or worked: there they are seen
    posts = Post.objects.filter(person__in=found).order_by("pk")
    for person_id, unit_id, name, title, ends_on in posts.values_list(
        "person", "unit", "unit__name", "title", "ends_on"
    ):
        places[person_id].append(unit_id)
        if ends_on is None:
            units[person_id] += [name, title]
    search.index_all(
        Entry(
            kind=PERSON,
            object_id=str(person.pk),
            title=person.name,
            number=person.username,
            text=" ".join(units[person.pk]),
            scopes=search.unit_scopes(places[person.pk]),
        )
        for person in found
    )
