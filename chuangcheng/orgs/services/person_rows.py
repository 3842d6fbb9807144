"""Takes the rows of a workbook of people: who they are and one post each; several rows may be one person.

A person is known again by log-in name, else by phone and name, else by name in the unit. They cannot sign in before
somebody gives out first passwords (`accounts.issue_first_passwords`): nothing that an import writes down is a secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.crypto import blind_index, blind_indexes
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.imports.memory import remember, said_before
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.run import row_kept_apart
from chuangcheng.core.numbers import next_number
from chuangcheng.core.phones import normalise_phone
from chuangcheng.core.times import today
from chuangcheng.orgs.access import CHANGE_PEOPLE
from chuangcheng.orgs.indexing import index_people
from chuangcheng.orgs.models import Person, Post, Role, Unit
from chuangcheng.orgs.services.matching import UnitFinder
from chuangcheng.orgs.services.people import PersonFacts, add_person, change_person
from chuangcheng.orgs.services.posts import PostFacts, start_post
from chuangcheng.orgs.services.power import security_kept
from chuangcheng.orgs.unit_names import clean

KIND = "people"
DUTY_WORDS = {
    **{clean(str(duty.label)): duty.value for duty in Post.Duty},
    **dict.fromkeys(("主要负责人", "一把手", "负责人", "主要领导"), "head"),
    **dict.fromkeys(("分管负责人", "分管"), "leader"),
    **dict.fromkeys(("联系人", "信息员"), "liaison"),
    **dict.fromkeys(("职工", "干部", "一般人员"), "staff"),
}


@dataclass
class Intake:
    """One workbook on its way in."""

    actor: Actor
    report: Report
    finder: UnitFinder
    roles: dict[str, Role]  # by name and code
    touched: dict[int, Person] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)


def apply_person_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes the people of a workbook. See `core.imports.kinds.Apply`."""
    roles = {clean(word): role for role in Role.objects.all() for word in (role.name, role.code)}
    intake = Intake(actor=actor, report=report, finder=UnitFinder(actor=actor), roles=roles)
    said = said_before(KIND, [_key(row) for row in rows])
    with security_kept():
        for row in report.watched(rows):
            if said.get(_key(row)) == row.fingerprint():
                report.unchanged += 1
            else:
                with row_kept_apart(row, report):
                    _take(row, intake)
    remember(KIND, intake.taken)
    index_people(intake.touched.values())


def _take(row: Row, intake: Intake) -> None:
    unit = _unit(row, intake)
    roles = _roles(row, intake)
    duty = _duty(row, roles)
    person = _known(row, unit)
    was_new = person is None
    if person is None:
        person = add_person(actor=intake.actor, facts=_facts(row, None))
        changed = True
    else:
        changed = _has_changed(row, person, intake)
    changed |= unit is not None and _has_new_post(row, person, unit, roles=roles, duty=duty, intake=intake)
    _count(intake.report, was_new=was_new, changed=changed)
    intake.touched[person.pk] = person
    intake.taken[_key(row)] = row.fingerprint()


def _count(report: Report, *, was_new: bool, changed: bool) -> None:
    report.created += was_new
    report.updated += changed and not was_new
    report.unchanged += not changed


def _unit(row: Row, intake: Intake) -> Unit | None:
    written = row.values.get("unit")
    if not written:
        if not intake.actor.everywhere(CHANGE_PEOPLE):
            raise Refusal(_("请填写人员所在单位。"))
        return None
    if not intake.actor.everywhere(CHANGE_PEOPLE):
        found = intake.finder.find(written)
        if found is None:
            raise Refusal(_("没有找到单位“%(name)s”，请先登记或更正名称。") % {"name": written})
        return found
    unit, was_made = intake.finder.find_or_make(written)
    if was_made:
        intake.report.note(row, "unit", _("单位“%(name)s”尚未登记，新建为待确认。") % {"name": written})
    return unit


def _roles(row: Row, intake: Intake) -> list[Role | None]:
    names = row.values.get("roles") or ()
    unknown = [name for name in names if clean(name) not in intake.roles]
    if unknown:
        raise InvalidInput(_("没有名为“%(role)s”的角色，请对照角色页面填写。") % {"role": "、".join(unknown)})
    return [intake.roles[clean(name)] for name in names] or [None]


def _duty(row: Row, roles: Sequence[Role | None]) -> str:
    """As written; else what a role of the same name says, 联络员; else staff."""
    text = clean(row.text("duty"))
    if text and text not in DUTY_WORDS:
        words = "、".join(str(duty.label) for duty in Post.Duty)
        raise InvalidInput(_("职责“%(text)s”不在可选范围，请填%(words)s之一。") % {"text": text, "words": words})
    named = [DUTY_WORDS[clean(role.name)] for role in roles if role is not None and clean(role.name) in DUTY_WORDS]
    return DUTY_WORDS[text] if text else next(iter(named), Post.Duty.STAFF.value)


def _known(row: Row, unit: Unit | None) -> Person | None:
    """The person that the row means, or None when they are new. Raises Refusal when that cannot be told."""
    username, name = row.values.get("username"), row.values["name"]
    if username:
        return _same_name(Person.objects.filter(username=Person.normalize_username(username)).first(), name)
    phone = _phone(row)
    if phone:
        found = Person.objects.filter(phone_index__in=blind_indexes(phone), name=name).first()
        if found is not None:
            return _active(found)
    if unit is None:
        return None
    still = Q(posts__ends_on__isnull=True) | Q(posts__ends_on__gte=today())
    here = list(Person.objects.filter(still, posts__unit=unit, name=name, is_active=True).distinct()[:2])
    if len(here) > 1:
        raise Refusal(_("“%(unit)s”有多位%(name)s，请填写登录名以便区分。") % {"unit": unit.name, "name": name})
    # One of the same name whose phone is another is somebody else.
    return here[0] if here and not (phone and here[0].phone_index) else None


def _same_name(person: Person | None, name: str) -> Person | None:
    if person is None:
        return None
    if person.name != name:
        names = {"username": person.username, "name": person.name}
        raise Refusal(_("登录名“%(username)s”已属于%(name)s，与本行姓名不符，请更正。") % names)
    return _active(person)


def _active(person: Person) -> Person:
    if not person.is_active:
        raise Refusal(_("%(name)s的账号已停用，请先恢复账号。") % {"name": person.name})
    return person


def _has_changed(row: Row, person: Person, intake: Intake) -> bool:
    facts = _facts(row, person)
    index = blind_index(facts.phone) if facts.phone else person.phone_index
    if (facts.email, index) == (person.email, person.phone_index):
        return False
    change_person(actor=intake.actor, person_id=person.pk, facts=facts)
    return True


def _has_new_post(
    row: Row, person: Person, unit: Unit, *, roles: Sequence[Role | None], duty: str, intake: Intake
) -> bool:
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=today())
    held = set(Post.objects.filter(still, person=person, unit=unit).values_list("role", "duty"))
    changed = False
    for place, role in enumerate(roles):
        # The duty goes with the first role; a second one does not make a second liaison of the same person.
        own_duty = duty if place == 0 else Post.Duty.STAFF.value
        if (role.pk if role else None, own_duty) not in held:
            facts = PostFacts(
                starts_on=row.values.get("starts_on") or today(),
                duty=own_duty,
                role_id=role.pk if role else None,
                title=row.values.get("title") or "",
            )
            start_post(actor=intake.actor, person=person, unit=unit, facts=facts)
            changed = True
    return changed


def _facts(row: Row, person: Person | None) -> PersonFacts:
    """What the row says; an empty cell of somebody known says nothing."""
    email, phone = row.values.get("email") or "", _phone(row)
    if person is not None:
        return PersonFacts(person.username, person.name, phone or None, email or person.email)
    username = row.values.get("username") or f"u{next_number(series='person', year=today().year).replace('-', '')}"
    return PersonFacts(username, row.values["name"], phone, email)


def _phone(row: Row) -> str:
    return normalise_phone(row.values.get("phone") or "")


def _key(row: Row) -> str:
    """The same row of the same person again; a phone stands in it only as its blind index."""
    phone = row.values.get("phone")
    who = row.values.get("username") or (blind_index(phone)[:32] if phone else "")
    parts = (who, row.values["name"], row.values.get("unit") or "", row.text("duty"), row.text("roles"))
    return "/".join(parts)[:120]
