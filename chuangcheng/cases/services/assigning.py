"""交办回头看: who is to look whether a fix still holds; given again, it goes to the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import ASSIGN_LOOK_BACKS, LOOK_BACK, visible_look_backs
from chuangcheng.cases.models import LookBack
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import lines_of_units, open_unit_ids, people_of_units, people_with

MOST_AT_ONCE = 200
UNIT_DUTIES = ("liaison",)  # who is told of what the unit gets


def assign_look_backs(
    *, actor: Actor, look_back_ids: Collection[UUID], person_id: int | None = None, unit_id: int | None = None
) -> int:
    """Gives all of these to a person who looks back, or to the unit in whose area they lie; all or none.

    Gives their number. Whoever had them before does not any more; the new ones are told.
    """
    require(actor, ASSIGN_LOOK_BACKS)
    wanted = set(look_back_ids)
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise InvalidInput(_("请勾选1至%(most)d项回头看，再交办。") % {"most": MOST_AT_ONCE})
    if (person_id is None) == (unit_id is None):
        raise InvalidInput(_("请选定交给哪个人，或哪个单位。"))
    with transaction.atomic():
        rows = _planned(actor, wanted)
        if person_id is not None:
            _check_person(person_id)
        if unit_id is not None:
            _check_unit(rows, unit_id)
        LookBack.objects.filter(pk__in=[row.pk for row in rows]).update(assignee_id=person_id, unit_id=unit_id)
        detail = {"rows": len(rows), "person": person_id, "unit": unit_id}
        audit.record(actor=actor, action="cases.assign_look_backs", detail=detail)
        _tell(actor, rows, person_id, unit_id)
    return len(rows)


def _planned(actor: Actor, wanted: Collection[UUID]) -> Sequence[LookBack]:
    # Alone and first, in one order for everybody.
    list(LookBack.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    mine = visible_look_backs(actor).filter(pk__in=wanted, state=LookBack.State.PLANNED)
    rows = list(mine.select_related("case"))
    if len(rows) != len(wanted):
        raise InvalidInput(_("所选的回头看有的已登记或不再需要，请刷新页面后重新勾选。"))
    return rows


def _check_person(person_id: int) -> None:
    if not people_with(permission=LOOK_BACK, today=today()).filter(pk=person_id).exists():
        raise InvalidInput(_("所选人员不做回头看，请选择检查员、督导组或创城办的人员。"))


def _check_unit(rows: Sequence[LookBack], unit_id: int) -> None:
    """A street or community looks at what lies in it, and never at what it fixed itself."""
    if not open_unit_ids([unit_id]):
        raise InvalidInput(_("所选单位不存在或已撤并，请重新选择。"))
    lines = lines_of_units({row.case.area_id for row in rows if row.case.area_id is not None})
    for row in rows:
        number = {"number": row.case.number}
        if row.case.lead_unit_id == unit_id:
            raise InvalidInput(_("问题%(number)s是该单位自己整改的，回头看请交给其他单位或个人。") % number)
        if unit_id not in {pk for pk, _kind in lines.get(row.case.area_id or 0, ())}:
            raise InvalidInput(_("问题%(number)s不在该单位的辖区内，请另选单位或个人。") % number)


def _tell(actor: Actor, rows: Sequence[LookBack], person_id: int | None, unit_id: int | None) -> None:
    of_unit = people_of_units([unit_id] if unit_id is not None else [], duties=UNIT_DUTIES, today=today())
    people = [person_id, *(pk for found in of_unit.values() for pk in found)]
    facts = {"name": actor.name, "count": len(rows), "day": f"{min(row.due_on for row in rows):%Y-%m-%d}"}
    notify(
        person_ids=[pk for pk in people if pk is not None and pk != actor.person_id],
        key=f"cases.look_backs:{new_id()}",
        title=inbox_text("%(name)s交给您%(count)d项回头看，最早%(day)s到期", facts),
        link=f"{reverse('cases:look_backs')}?view=mine",
    )
