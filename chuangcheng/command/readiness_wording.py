"""Readiness in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chuangcheng.command.queries.readiness import Contact, ReadySite
from chuangcheng.command.readiness_rules import Reason


def reason_label(reason: Reason) -> str:
    """A reason without its figures, for counting."""
    return {
        Reason.OWNER: _("没有责任单位"),
        Reason.NEVER: _("从未检查"),
        Reason.STALE: _("太久没有检查"),
        Reason.OVERDUE: _("有超期问题"),
        Reason.OPEN: _("有未结问题"),
        Reason.MATERIAL: _("缺材料"),
        Reason.PERSON: _("没有现场人员"),
        Reason.UNREHEARSED: _("没有演练"),
        Reason.FAILED: _("演练不合格"),
    }[reason]


def reason_words(reason: Reason, row: ReadySite) -> str:
    """A reason with its figures, for one site."""
    if reason is Reason.OVERDUE:
        return _("超期问题%(count)s个") % {"count": row.overdue_cases}
    if reason is Reason.OPEN:
        return _("未结问题%(count)s个") % {"count": row.open_cases - row.overdue_cases}
    if reason is Reason.MATERIAL and row.preparation is not None:
        return _("缺材料：%(what)s") % {"what": row.preparation.lacking}
    return reason_label(reason)


@dataclass(frozen=True, slots=True)
class PersonToCall:
    """A line of the phone list: somebody once, with all that they stand for."""

    person_id: int
    name: str
    phone: str
    duties: Sequence[str]  # "区城管局联络员", those of the plan first
    sites: Sequence[str]  # where they stand


def people_to_call(contacts: Iterable[Contact]) -> list[PersonToCall]:
    """Whoever is named in the plan first, then who answers for a unit, then who stands at a site alone."""
    by_person: dict[int, list[Contact]] = {}
    for contact in sorted(contacts, key=lambda each: (RANK.get(each.duty, 1), each.unit, each.name)):
        by_person.setdefault(contact.person_id, []).append(contact)
    return [
        PersonToCall(
            person_id=key,
            name=found[0].name,
            phone=found[0].phone,
            duties=[f"{each.unit}{duty_words(each)}" for each in found if each.duty != "site"],
            sites=[each.unit for each in found if each.duty == "site"],
        )
        for key, found in by_person.items()
    ]


RANK = {"plan": 0, "site": 2}  # of a duty; posts lie between


def duty_words(contact: Contact) -> str:
    """What somebody of the phone list does."""
    own = {"site": _("现场人员"), "plan": _("日程安排")}
    return own.get(contact.duty, contact.duty)
