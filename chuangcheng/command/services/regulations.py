"""制度: entered with their days, replaced by another version or rule, repealed with a reason; nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.circular_access import regulation_to_change, require_keeper, visible_circulars
from chuangcheng.command.library_indexing import index_regulation
from chuangcheng.command.models import Circular, Regulation, RegulationUnit
from chuangcheng.command.services.library_files import Named, add_files, drop_files
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import open_unit_ids

MOST_TITLE, MOST_NUMBER, MOST_BASIS, MOST_REASON = 200, 60, 200, 300  # characters, as the columns
MOST_TEXT = 50_000  # characters typed; our choice
MOST_UNITS = 300  # named; a rule without any binds all; our choice
FIRST_YEAR, LAST_YEAR = 1949, 2100


class RegulationInForce(Refusal):
    """It holds or held already."""

    def __init__(self) -> None:
        super().__init__(_("这项制度已经生效，不能再改；有变化请登记新的一版来代替它。"))


class RegulationEnded(Refusal):
    """It is repealed or replaced."""

    def __init__(self) -> None:
        super().__init__(_("这项制度已经废止或被代替，不能再办理。"))


@dataclass(frozen=True)
class RegulationGiven:
    """A regulation as the form sends it."""

    title: str
    kind: str
    in_force_from: date
    in_force_until: date | None = None
    document_number: str = ""
    text: str = ""
    basis_number: str = ""  # of a circular in our register
    basis_words: str = ""  # where it is not in our register
    unit_ids: Sequence[int] = ()  # which it binds; none: all
    files: Sequence[Named] = ()
    dropped_file_ids: Sequence[UUID] = ()


@transaction.atomic
def register_regulation(
    *, actor: Actor, regulation_id: UUID, given: RegulationGiven, replaces_id: UUID | None = None
) -> Regulation:
    """A regulation, perhaps in the place of another one from its first day on; the same id twice is one."""
    require_keeper(actor)
    there = Regulation.objects.filter(pk=regulation_id).first()
    if there is not None and there.created_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(regulation_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    facts, units = _checked(actor, given), _units(given.unit_ids)
    if not facts["text"] and not given.files:
        raise InvalidInput(_("请上传文件，或者录入正文。"))
    former = None if replaces_id is None else _replaced(actor, replaces_id, facts["in_force_from"])
    made = Regulation.objects.create(
        pk=regulation_id,
        number=next_number(series="regulation", year=today().year),
        replaces=former,
        created_by_id=actor.person_id,
        created_at=now(),
        **facts,
    )
    RegulationUnit.objects.bulk_create([RegulationUnit(regulation=made, unit_id=unit) for unit in units])
    add_files(owner=made, files=given.files)
    audit.record(actor=actor, action="command.register_regulation", subject=made)
    index_regulation(made)
    return made


@transaction.atomic
def change_regulation(*, actor: Actor, regulation_id: UUID, given: RegulationGiven) -> Regulation:
    """Puts right what was entered, before it is in force."""
    found = regulation_to_change(actor, regulation_id)
    if found.in_force_from <= today():
        raise RegulationInForce
    facts, units = _checked(actor, given), _units(given.unit_ids)
    if found.replaces is not None:
        _check_after(found.replaces, facts["in_force_from"])
    fields = sorted(name for name, value in facts.items() if getattr(found, name) != value)
    for name in fields:
        setattr(found, name, facts[name])
    found.save(update_fields=fields)
    found.units.all().delete()
    RegulationUnit.objects.bulk_create([RegulationUnit(regulation=found, unit_id=unit) for unit in units])
    drop_files(owner=found, ids=given.dropped_file_ids)
    add_files(owner=found, files=given.files)
    audit.record(actor=actor, action="command.change_regulation", subject=found, detail={"fields": fields})
    index_regulation(found)
    return found


@transaction.atomic
def add_regulation_files(*, actor: Actor, regulation_id: UUID, files: Sequence[Named]) -> Regulation:
    """More files, before it is in force."""
    found = regulation_to_change(actor, regulation_id)
    if found.in_force_from <= today():
        raise RegulationInForce
    add_files(owner=found, files=files)
    audit.record(actor=actor, action="command.change_regulation", subject=found, detail={"fields": ["files"]})
    return found


@transaction.atomic
def repeal_regulation(*, actor: Actor, regulation_id: UUID, first_day: date, reason: str) -> Regulation:
    """废止 from a day on, for a reason; it is found as of the days before."""
    found = regulation_to_change(actor, regulation_id)
    if found.repealed_from is not None or hasattr(found, "replaced_by"):
        raise RegulationEnded
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明废止的理由。"))
    if not found.in_force_from <= first_day or first_day.year > LAST_YEAR:
        raise InvalidInput(_("废止日期不能早于生效日期，请核对。"))
    found.repealed_from, found.repeal_reason = first_day, words
    found.save(update_fields=["repealed_from", "repeal_reason"])
    audit.record(actor=actor, action="command.repeal_regulation", subject=found, detail={"reason": words})
    return found


def _replaced(actor: Actor, regulation_id: UUID, first_day: date) -> Regulation:
    former = regulation_to_change(actor, regulation_id)
    if hasattr(former, "replaced_by") or former.repealed_from is not None:
        raise RegulationEnded
    _check_after(former, first_day)
    return former


def _check_after(former: Regulation, first_day: date) -> None:
    if first_day <= former.in_force_from:
        raise InvalidInput(_("新的一版要在原来的生效日期之后生效，请核对。"))


def _units(unit_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(unit_ids))
    if len(wanted) > MOST_UNITS:
        raise InvalidInput(_("最多指定%(most)s个单位；适用全部单位时不用选。") % {"most": MOST_UNITS})
    if set(wanted) - open_unit_ids(wanted):
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    return wanted


def _basis(actor: Actor, number: str) -> Circular | None:
    wanted = checked_text(number, label=_("编号"), at_most=20)
    if not wanted:
        return None
    found = visible_circulars(actor).filter(number=wanted).first()
    if found is None:
        raise InvalidInput(_("没有找到编号为“%(number)s”的文件，请核对依据。") % {"number": wanted})
    return found


def _checked(actor: Actor, given: RegulationGiven) -> dict[str, Any]:
    if given.kind not in Regulation.Kind.values:
        raise InvalidInput(_("请选择制度的类别。"))
    title = checked_text(given.title, label=_("名称"), at_most=MOST_TITLE)
    if not title:
        raise InvalidInput(_("请填写制度的名称。"))
    first, last = given.in_force_from, given.in_force_until
    if not FIRST_YEAR <= first.year <= LAST_YEAR or (last is not None and not first <= last <= date(LAST_YEAR, 12, 31)):
        raise InvalidInput(_("请核对生效和失效的日期，失效不能早于生效。"))
    return {
        "kind": given.kind,
        "title": title,
        "document_number": checked_text(given.document_number, label=_("文号"), at_most=MOST_NUMBER),
        "text": checked_text(given.text, label=_("正文"), at_most=MOST_TEXT),
        "in_force_from": first,
        "in_force_until": last,
        "basis": _basis(actor, given.basis_number),
        "basis_words": checked_text(given.basis_words, label=_("依据"), at_most=MOST_BASIS),
    }
