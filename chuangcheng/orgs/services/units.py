"""Units and bodies: set up, changed, renamed, moved, confirmed. Merging, splitting, closing: `succession`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import today
from chuangcheng.orgs.access import CHANGE_UNITS, unit_for
from chuangcheng.orgs.events import UNIT_MOVED
from chuangcheng.orgs.indexing import index_unit
from chuangcheng.orgs.models import Unit, UnitAlias
from chuangcheng.orgs.services.locks import lock_tree, open_unit
from chuangcheng.orgs.services.texts import checked_name

PLACE_CODE = "PLACE"
CODE_LENGTH = SHORT_NAME_LENGTH = 40  # characters, as in `Unit`
MOST_LEVELS = 20  # of the tree, the place being the first; our choice, `Unit.path` has room for 63


class NameTaken(InvalidInput):
    """Two open units under one parent, or two aliases, with the same name."""

    def __init__(self, name: str) -> None:
        super().__init__(gettext("已经有名为“%(name)s”的单位，请核对后换一个名称。") % {"name": name})


class CodeTaken(InvalidInput):
    """Two units with the same code."""

    def __init__(self, code: str) -> None:
        super().__init__(gettext("编码“%(code)s”已被使用，请换一个编码。") % {"code": code})


class UnderItself(Refusal):
    """A unit cannot stand under itself or under one of its own."""

    def __init__(self) -> None:
        super().__init__(gettext("不能把单位移到它自己或它的下级之下，请选择别的上级。"))


class TooDeep(Refusal):
    """The tree would get more levels than anybody can read."""

    def __init__(self) -> None:
        super().__init__(gettext("单位层级不能超过%(n)d级，请选择更高的上级。") % {"n": MOST_LEVELS})


@dataclass(frozen=True)
class UnitFacts:
    """What is written down about a unit."""

    name: str
    kind: str  # Unit.Kind
    code: str = ""  # empty: given by us
    short_name: str = ""
    affiliation: str = Unit.Affiliation.LOCAL
    acts_with_id: int | None = None  # 合署办公
    has_own_group: bool = False
    aliases: tuple[str, ...] = ()


def create_unit(*, actor: Actor, parent_id: int, facts: UnitFacts, is_confirmed: bool = True) -> Unit:
    """The new unit under its parent."""
    with transaction.atomic():
        lock_tree()
        parent = open_unit(actor=actor, unit_id=parent_id, permission=CHANGE_UNITS)
        unit = add_unit(actor=actor, parent=parent, facts=facts, is_confirmed=is_confirmed)
        index_unit(unit)
    return unit


def add_unit(*, actor: Actor, parent: Unit, facts: UnitFacts, is_confirmed: bool = True) -> Unit:
    """The new unit under its parent; the caller holds the tree lock, has checked the actor, and makes it findable."""
    checked = _checked(facts, parent=parent, unit=None)
    if parent.depth >= MOST_LEVELS:
        raise TooDeep
    code = checked.code or next_number(series="unit", year=today().year)
    unit: Unit = Unit.objects.add_child(parent, {**_columns(checked), "code": code, "is_confirmed": is_confirmed})
    _keep_aliases(unit, checked.aliases)
    if unit.kind == Unit.Kind.LEADING_GROUP:
        Unit.objects.filter(pk=parent.pk).update(has_own_group=True)
    detail = {"name": unit.name, "confirmed": is_confirmed}
    audit.record(actor=actor, action="orgs.create_unit", subject=unit, detail=detail)
    return unit


def change_unit(*, actor: Actor, unit_id: int, facts: UnitFacts) -> Unit:
    """The unit with its facts as given; a former name stays as an alias, so that old workbooks still find it."""
    with transaction.atomic():
        lock_tree()
        unit = open_unit(actor=actor, unit_id=unit_id, permission=CHANGE_UNITS)
        checked = _checked(facts, parent=Unit.objects.get_parent(unit), unit=unit)
        former = unit.name
        for column, value in _columns(checked).items():
            setattr(unit, column, value)
        unit.code = checked.code or unit.code
        unit.save(update_fields=[*_columns(checked), "code"])
        wanted = [name for name in checked.aliases if name != unit.name]
        unit.aliases.exclude(name__in=wanted).delete()
        _keep_aliases(unit, (*wanted, former) if former != unit.name else wanted)
        index_unit(unit)
        audit.record(actor=actor, action="orgs.change_unit", subject=unit, detail={"name": unit.name, "was": former})
    return unit


def rename_unit(*, actor: Actor, unit_id: int, name: str) -> Unit:
    """The unit under its new name; the old one is kept as an alias."""
    return change_unit(actor=actor, unit_id=unit_id, facts=replace(facts_of(unit_for(actor, unit_id)), name=name))


def facts_of(unit: Unit) -> UnitFacts:
    """The facts as they are written down."""
    return UnitFacts(
        name=unit.name,
        kind=unit.kind,
        code=unit.code,
        short_name=unit.short_name,
        affiliation=unit.affiliation,
        acts_with_id=unit.acts_with_id,
        has_own_group=unit.has_own_group,
        aliases=tuple(unit.aliases.order_by("name").values_list("name", flat=True)),
    )


def move_unit(*, actor: Actor, unit_id: int, parent_id: int) -> Unit:
    """The unit, with all under it, under another parent. What people may do there follows the new place."""
    with transaction.atomic():
        lock_tree()
        unit = open_unit(actor=actor, unit_id=unit_id, permission=CHANGE_UNITS)
        parent = open_unit(actor=actor, unit_id=parent_id, permission=CHANGE_UNITS)
        if unit.is_root() or parent.path.startswith(unit.path):
            raise UnderItself
        _refuse_same_name(unit.name, parent=parent, unit=unit)
        former = Unit.objects.get_parent(unit)
        place_under(unit, parent)
        events.publish(UNIT_MOVED, {"unit_id": unit.pk, "parent_id": parent.pk})
        detail = {"from": former.name if former else "", "to": parent.name}
        audit.record(actor=actor, action="orgs.move_unit", subject=unit, detail=detail)
    return unit


def change_and_move_unit(*, actor: Actor, unit_id: int, facts: UnitFacts, parent_id: int) -> Unit:
    """The unit with its facts as given, under the parent as given: one form, one deed."""
    with transaction.atomic():
        lock_tree()
        if Unit.objects.get_parent(unit_for(actor, unit_id)).pk != parent_id:
            move_unit(actor=actor, unit_id=unit_id, parent_id=parent_id)
        return change_unit(actor=actor, unit_id=unit_id, facts=facts)


def place_under(unit: Unit, parent: Unit) -> None:
    """Puts the unit last under its new parent; the caller holds the tree lock."""
    if Unit.objects.get_parent(unit) != parent:
        lowest = Unit.objects.get_descendants(unit).aggregate(depth=Max("depth"))["depth"] or unit.depth
        if parent.depth + lowest - unit.depth >= MOST_LEVELS:
            raise TooDeep
        Unit.objects.move(unit, parent, "last-child")


def confirm_unit(*, actor: Actor, unit_id: int, facts: UnitFacts, parent_id: int) -> Unit:
    """A unit that an import made, now with the facts and the parent that a person has confirmed."""
    with transaction.atomic():
        lock_tree()
        if open_unit(actor=actor, unit_id=unit_id, permission=CHANGE_UNITS).is_confirmed:
            raise Refusal(gettext("该单位已经确认，不需要再次确认。"))
        unit = change_and_move_unit(actor=actor, unit_id=unit_id, facts=facts, parent_id=parent_id)
        unit.is_confirmed = True
        unit.save(update_fields=["is_confirmed"])
        audit.record(actor=actor, action="orgs.confirm_unit", subject=unit)
    return unit


def ensure_place(*, actor: Actor) -> Unit:
    """The unit of the whole place, made on first need under the name that the installation has."""
    with transaction.atomic():
        lock_tree()
        place: Unit | None = Unit.objects.filter(depth=1).order_by("path").first()
        if place is None:
            place = Unit.objects.add_root({"name": settings.PLACE_NAME, "kind": Unit.Kind.PLACE, "code": PLACE_CODE})
            index_unit(place)
            audit.record(actor=actor, action="orgs.create_unit", subject=place, detail={"name": place.name})
    return place


def _checked(facts: UnitFacts, *, parent: Unit | None, unit: Unit | None) -> UnitFacts:
    """The facts with texts cleaned; raises InvalidInput for what cannot be."""
    if facts.kind not in Unit.Kind.values or facts.affiliation not in Unit.Affiliation.values:
        raise InvalidInput(gettext("没有这种单位类别或隶属关系，请从列表中选择。"))
    name = checked_name(facts.name)
    code = checked_name(facts.code, at_most=CODE_LENGTH) if facts.code.strip() else ""
    short_name = checked_name(facts.short_name, at_most=SHORT_NAME_LENGTH) if facts.short_name.strip() else ""
    aliases = tuple(dict.fromkeys(checked_name(alias) for alias in facts.aliases if alias.strip()))
    _refuse_same_name(name, parent=parent, unit=unit)
    _refuse_foreign_aliases(aliases, unit=unit)
    if code and Unit.objects.filter(code=code).exclude(pk=unit.pk if unit else None).exists():
        raise CodeTaken(code)
    acts_with_id = _main_office(facts.acts_with_id, unit=unit)
    return UnitFacts(name, facts.kind, code, short_name, facts.affiliation, acts_with_id, facts.has_own_group, aliases)


def _main_office(acts_with_id: int | None, *, unit: Unit | None) -> int | None:
    """The office that stands for all that act as one: a chain of them is cut short."""
    if acts_with_id is None:
        return None
    found = Unit.objects.filter(pk=acts_with_id, closed_on__isnull=True).first()
    if found is None:
        raise InvalidInput(gettext("没有找到合署办公的单位，请从列表中选择。"))
    main = found.acts_with_id or found.pk
    if unit is not None and main == unit.pk:
        raise InvalidInput(gettext("单位不能与自己合署办公，请选择另一个单位。"))
    return int(main)


def _refuse_same_name(name: str, *, parent: Unit | None, unit: Unit | None) -> None:
    siblings = Unit.objects.get_children(parent) if parent else Unit.objects.filter(depth=1)
    if siblings.filter(name=name, closed_on__isnull=True).exclude(pk=unit.pk if unit else None).exists():
        raise NameTaken(name)


def _refuse_foreign_aliases(aliases: tuple[str, ...], *, unit: Unit | None) -> None:
    taken = UnitAlias.objects.filter(name__in=aliases).exclude(unit=unit.pk if unit else None).first()
    if taken is not None:
        raise NameTaken(taken.name)


def _columns(facts: UnitFacts) -> dict[str, object]:
    return {
        "name": facts.name,
        "kind": facts.kind,
        "short_name": facts.short_name,
        "affiliation": facts.affiliation,
        "acts_with_id": facts.acts_with_id,
        "has_own_group": facts.has_own_group,
    }


def _keep_aliases(unit: Unit, names: tuple[str, ...] | list[str]) -> None:
    # A name that another unit goes by already stays with that one.
    UnitAlias.objects.bulk_create([UnitAlias(unit=unit, name=name) for name in names], ignore_conflicts=True)
