"""Reading units: the tree beside the list, the list, one unit with all that belongs to it, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import MOST_KEY
from chuangcheng.orgs.access import VIEW_UNITS, units_where, within
from chuangcheng.orgs.models import Post, Secondment, Unit, UnitAlias, UnitSuccession
from chuangcheng.orgs.policies import KINDS_WITH_DUTIES
from chuangcheng.orgs.unit_names import most_similar

DUTY_ORDER = list(Post.Duty.values)
MOST_OPTIONS = 20  # offered while typing
BEFORE_SHOWN = 100  # posts of the past on one page


@dataclass(frozen=True)
class UnitFilter:
    """What a list of units shows."""

    words: str = ""
    kind: str = ""
    under_id: int | None = None
    view: str = ""  # unconfirmed, no_head, no_liaison, own_group, no_group, closed; empty: all open ones
    affiliation: str = ""


@dataclass(frozen=True)
class UnitNode:
    """One line of the tree."""

    unit: Unit
    is_open: bool  # its children are shown
    is_chosen: bool
    children: Sequence[UnitGroup] = ()


@dataclass(frozen=True)
class UnitGroup:
    """Children of one kind."""

    kind: str
    nodes: Sequence[UnitNode]
    is_open: bool  # the chosen unit is among them or below


@dataclass(frozen=True)
class UnitPage:
    """A unit with what belongs to it."""

    unit: Unit
    ancestors: Sequence[Unit]
    children: Sequence[Unit]  # right below, bodies apart
    bodies: Sequence[Unit]  # leading groups, headquarters, sections, joint offices right below
    acting_together: Sequence[Unit]  # 合署办公
    aliases: Sequence[str]
    present: Sequence[Post]
    before: Sequence[Post]
    seconded: Sequence[Secondment]
    successors: Sequence[UnitSuccession]
    predecessors: Sequence[UnitSuccession]
    has_own_group: bool  # said so, or a leading group stands right below
    missing: Sequence[str] = field(default=())  # duties that nobody holds


AREA_KINDS = frozenset(  # units that have ground of their own, in which sites lie
    (Unit.Kind.PLACE, Unit.Kind.DISTRICT, Unit.Kind.STREET, Unit.Kind.TOWN, Unit.Kind.COMMUNITY, Unit.Kind.VILLAGE)
)
BODY_KINDS = (Unit.Kind.LEADING_GROUP, Unit.Kind.HEADQUARTERS, Unit.Kind.SECTION, Unit.Kind.JOINT_OFFICE)


def current(today: date) -> Q:
    """A condition on posts: held on that day."""
    return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def units_for(actor: Actor, chosen: UnitFilter, *, today: date) -> QuerySet[Unit]:
    """The units that the list shows, in the order of the tree, with head and liaison; three queries."""
    units = units_where(actor, VIEW_UNITS)
    units = units.filter(closed_on__isnull=chosen.view != "closed")
    if chosen.kind:
        units = units.filter(kind=chosen.kind)
    if chosen.affiliation:
        units = units.filter(affiliation=chosen.affiliation)
    if chosen.under_id is not None:
        root = Unit.objects.filter(pk=chosen.under_id).values_list("path", flat=True).first()
        units = units.filter(within("path", frozenset({root or "-"})))
    if chosen.words.strip():
        units = units.filter(_matching(chosen.words.strip()))
    duties = Post.objects.filter(current(today), duty__in=(Post.Duty.HEAD, Post.Duty.LIAISON)).select_related("person")
    return _in_view(units, chosen.view, today=today).prefetch_related(Prefetch("posts", duties, to_attr="duty_posts"))


def parents_of(units: Iterable[Unit]) -> dict[int, Unit]:
    """The unit right above each of these, by their ids; none for the place. One query."""
    paths = {unit.pk: unit.path[: -Unit.steplen] for unit in units if len(unit.path) > Unit.steplen}
    found = {unit.path: unit for unit in Unit.objects.filter(path__in=set(paths.values()))}
    return {pk: found[path] for pk, path in paths.items() if path in found}


def units_without(duty: str, *, today: date) -> QuerySet[Unit]:
    """Open units of the kinds that must have the duty, where nobody holds it on that day."""
    held = Post.objects.filter(current(today), unit=OuterRef("pk"), duty=duty, person__is_active=True)
    kinds = KINDS_WITH_DUTIES.on(today)
    return Unit.objects.filter(kind__in=kinds, closed_on__isnull=True).exclude(Exists(held))


def tree_for(actor: Actor, *, chosen_id: int | None) -> list[UnitGroup]:
    """The tree opened down to the chosen unit, siblings grouped by kind; two queries."""
    visible = units_where(actor, VIEW_UNITS).filter(closed_on__isnull=True)
    chosen = visible.filter(pk=chosen_id).first() if chosen_id else None
    tops = [root for root in sorted(actor.roots(VIEW_UNITS)) if root]
    top_condition = Q(path__in=tops) if tops else Q(depth=1)
    shown = list(visible.filter(top_condition | _children_of(_branch(chosen, tops or None))).order_by("path"))
    return _grown(shown, chosen=chosen)


def unit_page(unit: Unit, *, today: date) -> UnitPage:
    """The unit with all that belongs to it; a constant number of queries."""
    posts = list(unit.posts.select_related("person", "unit", "role", "handed_over_to__person"))
    around = _around(unit)
    children = [each for each in around if each.is_child_of(unit) and each.closed_on is None]
    main = unit.acts_with_id or unit.pk
    succession = UnitSuccession.objects.filter(Q(former=unit) | Q(successor=unit)).order_by("-on")
    handed_on = list(succession.select_related("former", "successor"))
    present = [post for post in posts if post.starts_on <= today and (post.ends_on is None or post.ends_on >= today)]
    past = [post for post in posts if post.ends_on is not None and post.starts_on <= post.ends_on < today]
    lent = Secondment.objects.filter(Q(from_unit=unit) | Q(to_unit=unit))
    return UnitPage(
        unit=unit,
        ancestors=[each for each in around if unit.is_descendant_of(each)],
        children=[child for child in children if child.kind not in BODY_KINDS],
        bodies=[child for child in children if child.kind in BODY_KINDS],
        acting_together=[each for each in around if main in {each.pk, each.acts_with_id} and each.closed_on is None],
        aliases=list(unit.aliases.order_by("name").values_list("name", flat=True)),
        present=sorted(present, key=lambda post: (DUTY_ORDER.index(post.duty), post.starts_on)),
        before=sorted(past, key=lambda post: post.ends_on or today, reverse=True)[:BEFORE_SHOWN],
        seconded=list(lent.select_related("person", "from_unit", "to_unit").order_by("-starts_on")[:BEFORE_SHOWN]),
        successors=[row for row in handed_on if row.former_id == unit.pk],
        predecessors=[row for row in handed_on if row.successor_id == unit.pk],
        has_own_group=unit.has_own_group or any(child.kind == Unit.Kind.LEADING_GROUP for child in children),
        missing=_missing(unit, present, today=today),
    )


def _around(unit: Unit) -> list[Unit]:
    """The units above it, right below it, and those with which it acts as one, in the order of the tree. One query."""
    above = Q(path__in=[unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)])
    main = unit.acts_with_id or unit.pk
    found = Unit.objects.filter(above | _children_of([unit.path]) | Q(pk=main) | Q(acts_with=main))
    return list(found.exclude(pk=unit.pk).defer("boundary").order_by("path"))


def similar_units(*, names: Sequence[str], at_most: int = 3) -> dict[str, list[Unit]]:
    """For each name the confirmed open units that look like it: suggestions for a person, the likest first.

    Two queries, whatever the number of names.
    """
    units = {unit.pk: unit for unit in Unit.objects.filter(closed_on__isnull=True, is_confirmed=True)}
    aliases = UnitAlias.objects.filter(unit__closed_on__isnull=True, unit__is_confirmed=True)
    known: dict[str, int] = dict(aliases.values_list("name", "unit"))
    known |= {unit.name: pk for pk, unit in units.items()}
    place = next((unit.name for unit in units.values() if unit.depth == 1), "")
    found = most_similar(names, known, place=place, at_most=at_most)
    return {name: [units[pk] for pk in dict.fromkeys(known[like] for like in found[name])] for name in names}


def unit_options(*, words: str) -> list[Unit]:
    """Open units to choose from while typing, at most MOST_OPTIONS, those that begin with the words first.

    All of them, whoever asks: a unit's name stands on every case and order. What may be done with it is checked later.
    """
    units = Unit.objects.filter(closed_on__isnull=True)
    found = units.filter(_matching(words.strip())) if words.strip() else units
    most = list(found.order_by("depth", "path")[: MOST_OPTIONS * 5])
    return sorted(most, key=lambda unit: not unit.name.startswith(words.strip()))[:MOST_OPTIONS]


def subtree_ids(*, path: str) -> list[int]:
    """Ids of the unit with this tree path and of all below it, closed ones too."""
    return list(Unit.objects.filter(within("path", frozenset({path}))).values_list("pk", flat=True))


def units_at_or_below(unit_ids: QuerySet[Any, Any]) -> QuerySet[Unit]:
    """The units whose ids a query gives and all below each, closed ones too; to be a part of another query."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = Unit.objects.filter(pk__in=unit_ids).alias(below=path).filter(below__startswith=F("path"))
    return Unit.objects.filter(Exists(above))


def open_unit_ids(unit_ids: Iterable[int]) -> set[int]:
    """Of these ids, those of units that are there and not closed. One query."""
    found = Unit.objects.filter(pk__in=set(unit_ids), closed_on__isnull=True)
    return set(found.values_list("pk", flat=True))


def closed_unit_ids() -> frozenset[int]:
    """Ids of all units that were dissolved, merged or split up. One query."""
    return frozenset(Unit.objects.filter(closed_on__isnull=False).values_list("pk", flat=True))


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Names of units by id; closed ones too."""
    return dict(Unit.objects.filter(pk__in={key for key in unit_ids if key <= MOST_KEY}).values_list("pk", "name"))


def unit_paths_named(names: Iterable[str]) -> dict[str, list[str]]:
    """The tree paths of the units that are called exactly so. One query."""
    found: dict[str, list[str]] = {}
    for name, path in Unit.objects.filter(name__in=set(names)).values_list("name", "path"):
        found.setdefault(name, []).append(path)
    return found


def unit_places(unit_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Name and tree path of units by id; closed ones too. One query."""
    found = Unit.objects.filter(pk__in=set(unit_ids)).values_list("pk", "name", "path")
    return {pk: (name, path) for pk, name, path in found}


def units_by_path(paths: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Id and name of the units that stand at these places of the tree, by path."""
    rows = Unit.objects.filter(path__in=set(paths)).values_list("path", "pk", "name")
    return {path: (pk, name) for path, pk, name in rows}


def unit_kinds() -> dict[str, str]:
    """Every kind of unit with its name, for people, in order."""
    return {str(code): str(label) for code, label in Unit.Kind.choices}


def is_area(unit: Unit) -> bool:
    """Whether the unit has ground of its own, in which sites lie; the others own sites."""
    return unit.kind in AREA_KINDS


def every_unit() -> list[Unit]:
    """Every unit, closed ones too, in the order of the tree, without its boundary. One query."""
    return list(Unit.objects.defer("boundary").order_by("path"))


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """What a unit is called, and where in the tree it stands."""

    name: str
    path: str
    kind: str


def units_and_kinds(*, unit_ids: Collection[int], kinds: Collection[str]) -> dict[int, UnitStanding]:
    """These units, and all of these kinds, by id; closed ones too. One query."""
    rows = Unit.objects.filter(Q(pk__in=unit_ids) | Q(kind__in=kinds))
    return {pk: UnitStanding(*rest) for pk, *rest in rows.values_list("pk", "name", "path", "kind")}


def lines_of_units(unit_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """For each unit, itself and the units above it, nearest first: id and kind. Two queries."""
    paths = dict(Unit.objects.filter(pk__in=set(unit_ids)).values_list("pk", "path"))
    above = {path: _line_of(path) for path in paths.values()}
    wanted = {each for line in above.values() for each in line}
    known = {
        path: (pk, kind) for path, pk, kind in Unit.objects.filter(path__in=wanted).values_list("path", "pk", "kind")
    }
    return {pk: [known[each] for each in above[path] if each in known] for pk, path in paths.items()}


def _line_of(path: str) -> list[str]:
    return [path[:length] for length in range(len(path), 0, -Unit.steplen)]


def _matching(typed: str) -> Q:
    words = typed.replace("\0", "")  # PostgreSQL takes none
    named = UnitAlias.objects.filter(name__icontains=words)
    own = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__iexact=words)
    return own | Q(pk__in=named.values("unit"))


def _in_view(units: QuerySet[Unit], view: str, *, today: date) -> QuerySet[Unit]:
    if view == "unconfirmed":
        return units.filter(is_confirmed=False).order_by("path")
    if view == "no_head":
        return units.filter(pk__in=units_without(Post.Duty.HEAD, today=today).values("pk")).order_by("path")
    if view == "no_liaison":
        return units.filter(pk__in=units_without(Post.Duty.LIAISON, today=today).values("pk")).order_by("path")
    if view == "own_group":
        return units.filter(has_own_group=True).order_by("path")
    if view == "no_group":
        return units.filter(has_own_group=False, kind__in=KINDS_WITH_DUTIES.on(today)).order_by("path")
    return units.order_by("-closed_on", "path") if view == "closed" else units.order_by("path")


def _branch(chosen: Unit | None, tops: list[str] | None) -> list[str]:
    """Paths whose children the tree shows: from the top down to the chosen unit."""
    if chosen is None:
        return tops or [_first_root()]
    step = Unit.steplen
    return [chosen.path[:end] for end in range(step, len(chosen.path) + 1, step)]


def _first_root() -> str:
    return Unit.objects.filter(depth=1).order_by("path").values_list("path", flat=True).first() or "-"


def _children_of(paths: list[str]) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(depth=len(path) // Unit.steplen + 1) & within("path", frozenset({path}))
    return found


def _grown(shown: list[Unit], *, chosen: Unit | None) -> list[UnitGroup]:
    paths = {unit.path for unit in shown}
    below: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in shown:
        parent = unit.path[: -Unit.steplen]
        below[parent if parent in paths else ""].append(unit)
    return _groups(below, "", chosen_path=chosen.path if chosen else "")


def _groups(below: dict[str, list[Unit]], parent: str, *, chosen_path: str) -> list[UnitGroup]:
    by_kind: defaultdict[str, list[UnitNode]] = defaultdict(list)
    for unit in below.get(parent, []):
        is_open = unit.path in below
        children = _groups(below, unit.path, chosen_path=chosen_path) if is_open else []
        by_kind[unit.kind].append(UnitNode(unit, is_open, unit.path == chosen_path, children))
    return [
        UnitGroup(
            kind=str(Unit.Kind(kind).label),
            nodes=nodes,
            is_open=len(by_kind) == 1 or any(chosen_path.startswith(node.unit.path) for node in nodes),
        )
        for kind, nodes in by_kind.items()
    ]


def _missing(unit: Unit, present: list[Post], *, today: date) -> list[str]:
    if unit.closed_on is not None or unit.kind not in KINDS_WITH_DUTIES.on(today):
        return []
    held = {post.duty for post in present if post.person.is_active}
    return [str(duty.label) for duty in (Post.Duty.HEAD, Post.Duty.LIAISON) if duty not in held]
