"""What becomes of units: merged, split, closed. History stays with the old unit, the present goes to its successor.

Posts held now end the day before and begin again in the successor; sub-units move; names of the old unit become aliases
of its successor, so that old workbooks still find their way; upper contexts hear of it by an event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import today
from chuangcheng.orgs.access import CHANGE_UNITS
from chuangcheng.orgs.events import UNIT_CLOSED, UNIT_MERGED, UNIT_SPLIT
from chuangcheng.orgs.indexing import forget_unit, index_people, index_unit
from chuangcheng.orgs.models import Person, Post, Unit, UnitAlias, UnitSuccession
from chuangcheng.orgs.services.locks import lock_tree, open_unit
from chuangcheng.orgs.services.power import security_kept
from chuangcheng.orgs.services.texts import checked_reason
from chuangcheng.orgs.services.units import UnderItself, UnitFacts, create_unit, place_under
from chuangcheng.orgs.slots import closing_hurdles

SINGLE_DUTIES = (Post.Duty.HEAD,)  # held by one person of a unit at a time
MOST_PARTS = 10  # of a split; our choice


class HasUnitsBelow(Refusal):
    """A unit that others stand under is not closed before they have another place."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(gettext("“%(name)s”还有下级单位，请先移走、合并或撤销它们。") % {"name": unit.name})


class InFuture(InvalidInput):
    """What became of a unit is written down on the day or afterwards, not before."""

    def __init__(self) -> None:
        super().__init__(gettext("日期不能晚于今天，请到当天再办理。"))


@dataclass(frozen=True)
class Part:
    """A unit that a split brings forth."""

    facts: UnitFacts
    post_ids: Sequence[int] = field(default=())  # of the old unit, going here; the rest go to the first part
    unit_ids: Sequence[int] = field(default=())  # right below the old unit, going here; the rest to the first part


def merge_units(*, actor: Actor, old_ids: Sequence[int], new_id: int, on: date, reason: str) -> Unit:
    """The unit that the old ones have become part of."""
    with transaction.atomic(), security_kept():
        lock_tree()
        new = open_unit(actor=actor, unit_id=new_id, permission=CHANGE_UNITS)
        olds = _opened(actor, old_ids, new)
        why = _dated_reason(on, reason)
        for old in olds:
            _move_posts(_present_posts(old, on), new, on=on, reason=why)
            _move_children(old, new)
            _give_names(old, new)
            _close(old, on=on)
            UnitSuccession.objects.create(former=old, successor=new, on=on, reason=why)
        new.refresh_from_db()
        index_unit(new)
        payload = {"old_ids": [old.pk for old in olds], "new_id": new.pk, "on": on.isoformat()}
        events.publish(UNIT_MERGED, payload)
        names = [old.name for old in olds]
        audit.record(actor=actor, action="orgs.merge_units", subject=new, detail={"from": names, "reason": why})
    return new


def split_unit(*, actor: Actor, unit_id: int, parts: Sequence[Part], on: date, reason: str) -> list[Unit]:
    """The units that the old one has become, the first of them its heir in everything not given to another."""
    if not 2 <= len(parts) <= MOST_PARTS:  # noqa: PLR2004 - a split makes two at least
        raise InvalidInput(gettext("拆分应至少有两个新单位、至多%(n)d个，请补充。") % {"n": MOST_PARTS})
    with transaction.atomic(), security_kept():
        lock_tree()
        old = open_unit(actor=actor, unit_id=unit_id, permission=CHANGE_UNITS)
        parent = Unit.objects.get_parent(old)
        if parent is None:
            raise Refusal(gettext("最上级单位不能拆分。"))
        why = _dated_reason(on, reason)
        posts, children = list(_present_posts(old, on)), list(Unit.objects.get_children(old))
        _close(old, on=on)
        news = [create_unit(actor=actor, parent_id=parent.pk, facts=part.facts) for part in parts]
        names = [new.name for new in news]
        _share(posts, children, parts=parts, news=news, on=on, why=why)
        _give_names(old, news[0], taken=names)
        for new in news:
            UnitSuccession.objects.create(former=old, successor=new, on=on, reason=why)
            index_unit(new)
        payload = {"old_id": old.pk, "new_ids": [new.pk for new in news], "main_id": news[0].pk, "on": on.isoformat()}
        events.publish(UNIT_SPLIT, payload)
        audit.record(actor=actor, action="orgs.split_unit", subject=old, detail={"into": names, "reason": why})
    return news


def close_unit(*, actor: Actor, unit_id: int, on: date, reason: str) -> Unit:
    """The unit, closed without a successor: nothing may stand under it and nothing may wait for it."""
    with transaction.atomic(), security_kept():
        lock_tree()
        unit = open_unit(actor=actor, unit_id=unit_id, permission=CHANGE_UNITS)
        why = _dated_reason(on, reason)
        if unit.is_root():
            raise Refusal(gettext("最上级单位不能撤销。"))
        if Unit.objects.get_children(unit).filter(closed_on__isnull=True).exists():
            raise HasUnitsBelow(unit)
        for hurdle in closing_hurdles:
            if sentence := hurdle(unit.pk):
                raise Refusal(sentence)
        _end(_present_posts(unit, on), on=on, reason=why)
        _close(unit, on=on)
        events.publish(UNIT_CLOSED, {"unit_id": unit.pk, "on": on.isoformat()})
        audit.record(actor=actor, action="orgs.close_unit", subject=unit, detail={"reason": why})
    return unit


def _dated_reason(on: date, reason: str) -> str:
    if on > today():
        raise InFuture
    return checked_reason(reason)


def _opened(actor: Actor, old_ids: Sequence[int], new: Unit) -> list[Unit]:
    if not old_ids:
        raise InvalidInput(gettext("请选择要并入的单位。"))
    olds = [open_unit(actor=actor, unit_id=unit_id, permission=CHANGE_UNITS) for unit_id in sorted(set(old_ids))]
    # 「并入自己的下级」 would leave the successor without a place.
    if any(new.path.startswith(old.path) for old in olds):
        raise UnderItself
    return olds


def _present_posts(unit: Unit, on: date) -> list[Post]:
    """Posts not ended before that day, those that begin later included; locked, in the order of their beginning."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return list(Post.objects.select_for_update().filter(still, unit=unit).order_by("starts_on", "pk"))


def _move_posts(posts: Sequence[Post], new: Unit, *, on: date, reason: str) -> None:
    for post in posts:
        moved = Post(
            person_id=post.person_id,
            unit=new,
            role_id=post.role_id,
            duty=_duty_in(new, post.duty),
            title=post.title,
            starts_on=max(on, post.starts_on),
            ends_on=post.ends_on,
        )
        _end([post], on=on, reason=reason)
        same = Post.objects.filter(unit=new, person=post.person_id, role=post.role_id, ends_on=post.ends_on)
        if not same.exists():
            moved.save()
    index_people(Person.objects.filter(pk__in={post.person_id for post in posts}, is_active=True))


def _duty_in(new: Unit, duty: str) -> str:
    """The duty, unless it is held by one only and somebody holds it already: then the person becomes staff."""
    if duty in SINGLE_DUTIES and Post.objects.filter(unit=new, duty=duty, ends_on__isnull=True).exists():
        return Post.Duty.STAFF
    return duty


def _end(posts: Sequence[Post], *, on: date, reason: str) -> None:
    for post in posts:
        # A post that had not begun never did: it ends before it starts, and counts on no day.
        post.ends_on = on - timedelta(days=1)
        post.end_reason = reason
        post.save(update_fields=["ends_on", "end_reason"])


def _move_children(old: Unit, new: Unit) -> None:
    for child in list(Unit.objects.get_children(old)):
        place_under(child, new)


def _give_names(old: Unit, new: Unit, *, taken: Sequence[str] = ()) -> None:
    """The heir goes by the old names too, but for those that a unit has as its own."""
    own = {new.name, *taken}
    old.aliases.exclude(name__in=own).update(unit=new)
    old.aliases.all().delete()
    if old.name not in own:
        UnitAlias.objects.bulk_create([UnitAlias(unit=new, name=old.name)], ignore_conflicts=True)


def _close(unit: Unit, *, on: date) -> None:
    unit.closed_on = on
    unit.is_confirmed = True
    Unit.objects.filter(acts_with=unit).update(acts_with=None)
    unit.save(update_fields=["closed_on", "is_confirmed"])
    forget_unit(unit)


def _share(
    posts: Sequence[Post],
    children: Sequence[Unit],
    *,
    parts: Sequence[Part],
    news: Sequence[Unit],
    on: date,
    why: str,
) -> None:
    post_target: Mapping[int, Unit] = {key: new for part, new in zip(parts, news, strict=True) for key in part.post_ids}
    unit_target: Mapping[int, Unit] = {key: new for part, new in zip(parts, news, strict=True) for key in part.unit_ids}
    for post in posts:
        _move_posts([post], post_target.get(post.pk, news[0]), on=on, reason=why)
    for child in children:
        place_under(child, unit_target.get(child.pk, news[0]))
