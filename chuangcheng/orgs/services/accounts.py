"""Log-in accounts: passwords given anew, first passwords for those who have none, locks taken off."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import NotPermitted, Refusal
from chuangcheng.core.times import today
from chuangcheng.orgs.access import CHANGE_PEOPLE, MANAGE_ACCOUNTS, people_where, person_for
from chuangcheng.orgs.models import Person, Role
from chuangcheng.orgs.services.passwords import give_first_password
from chuangcheng.orgs.services.people import NewAccount

# A hash takes about a tenth of a second, and the list is answered in one request because passwords are kept nowhere.
MOST_AT_ONCE = 200


def reset_password(*, actor: Actor, person_id: int) -> NewAccount:
    """The person with a new first password; every device that is signed in is signed out.

    An administrator cannot do this to one whose role excludes the administrator's own: it would be a way into that
    role. Their own kind, or the operator on the server, does it.
    """
    with transaction.atomic():
        require(actor, MANAGE_ACCOUNTS)
        person = _locked(person_for(actor, person_id, permission=MANAGE_ACCOUNTS))
        if not person.is_active:
            raise Refusal(gettext("%(name)s的账号已停用，请先恢复账号。") % {"name": person.name})
        _refuse_way_into_power(actor, person)
        password = give_first_password(actor=actor, person=person)
        AccessAttempt.objects.filter(username=person.username).delete()
        audit.record(actor=actor, action="orgs.reset_password", subject=person)
    return NewAccount(person, password)


def issue_first_passwords(*, actor: Actor) -> list[NewAccount]:
    """First passwords for up to MOST_AT_ONCE active people of the actor who have never had one, by name.

    The caller hands them on at once; they are kept nowhere.
    """
    with transaction.atomic():
        people = people_without_password(actor=actor)
        locked = people.select_for_update().order_by("name", "pk")[:MOST_AT_ONCE]
        return [NewAccount(person, give_first_password(actor=actor, person=person)) for person in locked]


def people_without_password(*, actor: Actor) -> QuerySet[Person]:
    """Active people, kept by the actor, who were entered by an import and cannot sign in yet."""
    require(actor, CHANGE_PEOPLE)
    kept = people_where(actor, CHANGE_PEOPLE).filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return kept.exclude(pk=actor.person_id) if actor.person_id else kept


def unlock_account(*, actor: Actor, person_id: int) -> Person:
    """The person, whose failed sign-ins are forgotten."""
    with transaction.atomic():
        require(actor, MANAGE_ACCOUNTS)
        person = person_for(actor, person_id, permission=MANAGE_ACCOUNTS)
        forgotten, _of = AccessAttempt.objects.filter(username=person.username).delete()
        if forgotten:
            audit.record(actor=actor, action="orgs.unlock_account", subject=person)
    return person


def remove_mfa(*, actor: Actor, person_id: int) -> Person:
    """The person, who signs in with the password alone until they set the second step up again."""
    with transaction.atomic():
        require(actor, MANAGE_ACCOUNTS)
        person = _locked(person_for(actor, person_id, permission=MANAGE_ACCOUNTS))
        _refuse_way_into_power(actor, person)
        removed, _of = Authenticator.objects.filter(user=person).delete()
        if removed:
            audit.record(actor=actor, action="orgs.remove_mfa", subject=person)
    return person


def choose_language(*, actor: Actor, language: str) -> None:
    """Keeps the language in which the actor reads the pages."""
    Person.objects.filter(pk=actor.person_id or 0).update(language=language)


def _refuse_way_into_power(actor: Actor, person: Person) -> None:
    theirs = _roles_of(person.pk)
    own = _roles_of(actor.person_id) if actor.person_id else []
    apart = {code for role in own for code in role.excludes}
    excluding = {role.code for role in own}
    for role in theirs:
        if role.code in apart or excluding & set(role.excludes):
            names = {"person": person.name, "role": role.name}
            raise NotPermitted(
                gettext("%(person)s任“%(role)s”，与您的角色互斥，请由运维人员在服务器上重置密码。") % names
            )


def _roles_of(person_id: int) -> Sequence[Role]:
    still = Q(posts__ends_on__isnull=True) | Q(posts__ends_on__gte=today())
    return list(Role.objects.filter(still, posts__person=person_id).distinct())


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)
