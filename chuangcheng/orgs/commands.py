"""What an operator does on the server's own command line, as the system itself. Each gives back what is to be said."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Person, Role
from chuangcheng.orgs.roles import ADMINISTRATORS
from chuangcheng.orgs.services import PersonFacts, PostFacts

FIRST = "system_admin"


def create_administrator(*, username: str, name: str, role: str = FIRST) -> str:
    """The first password of a new administrator, in a sentence; it is told this once.

    `role`: system_admin, security_admin or auditor, which are three people. Raises InvalidInput for another one, and
    for a log-in name that is taken.
    """
    found = Role.objects.filter(code=role).first()
    if found is None or role not in ADMINISTRATORS:
        raise InvalidInput(_("角色应为 %(roles)s 之一。") % {"roles": "、".join(ADMINISTRATORS)})
    with transaction.atomic():
        place = services.ensure_place(actor=SYSTEM)
        account = services.create_person(
            actor=SYSTEM,
            facts=PersonFacts(username=username, name=name),
            unit_id=place.pk,
            post=PostFacts(starts_on=today(), role_id=found.pk),
        )
    return _said(account.person, account.password)


def reset_password(*, username: str) -> str:
    """A new first password for somebody who cannot be helped on screen, in a sentence. Raises NotFound."""
    account = services.reset_password(actor=SYSTEM, person_id=_person(username).pk)
    return _said(account.person, account.password)


def remove_mfa(*, username: str) -> None:
    """The password alone signs this person in until they set the second step up again. Raises NotFound."""
    services.remove_mfa(actor=SYSTEM, person_id=_person(username).pk)


def _person(username: str) -> Person:
    person = Person.objects.filter(username=Person.normalize_username(username)).first()
    if person is None:
        raise NotFound(_("没有登录名为“%(username)s”的人员。") % {"username": username})
    return person


def _said(person: Person, password: str) -> str:
    words = {"name": person.name, "username": person.username, "password": password}
    return _("%(name)s的登录名是 %(username)s，首次密码是 %(password)s，首次登录时须修改。") % words
