"""Log-in accounts: passwords given anew, first passwords for those who have none, locks taken off."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import today
from chuangcheng.orgs.access import CHANGE_PEOPLE, CHANGE_ROLES, MANAGE_ACCOUNTS, people_where, person_for
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.queries.holders import people_with
from chuangcheng.orgs.services.passwords import give_first_password
from chuangcheng.orgs.services.people import NewAccount
from chuangcheng.orgs.services.power import grants_power, roles_in_reach
from chuangcheng.orgs.services.ways_in import refuse_way_in, without_ways_in

# A hash takes about a tenth of a second, and the list is answered in one request because passwords are kept nowhere.
MOST_AT_ONCE = 200


def reset_password(*, actor: Actor, person_id: int) -> NewAccount:
    """The person with a new first password; every device that is signed in is signed out.

    Not where it would be a way into rights beyond the actor's part (`ways_in`): the operator on the server does it.
    """
    with transaction.atomic():
        require(actor, MANAGE_ACCOUNTS)
        person = _locked(person_for(actor, person_id, permission=MANAGE_ACCOUNTS))
        if not person.is_active:
            raise Refusal(gettext("%(name)s的账号已停用，请先恢复账号。") % {"name": person.name})
        refuse_way_in(actor=actor, person=person, permission=MANAGE_ACCOUNTS)
        password = give_first_password(actor=actor, person=person)
        AccessAttempt.objects.filter(username=person.username).delete()
        audit.record(actor=actor, action="orgs.reset_password", subject=person)
        names = {"actor": actor.name, "person": person.name}
        _tell(person, actor=actor, title=inbox_text("%(actor)s重置了%(person)s的密码", names))
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
    waiting = people_where(actor, CHANGE_PEOPLE).filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    kept = without_ways_in(waiting, actor=actor, permission=CHANGE_PEOPLE)
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
        refuse_way_in(actor=actor, person=person, permission=MANAGE_ACCOUNTS)
        removed, _of = Authenticator.objects.filter(user=person).delete()
        if removed:
            audit.record(actor=actor, action="orgs.remove_mfa", subject=person)
            names = {"actor": actor.name, "person": person.name}
            _tell(person, actor=actor, title=inbox_text("%(actor)s取消了%(person)s的两步验证", names))
    return person


def choose_language(*, actor: Actor, language: str) -> None:
    """Keeps the language in which the actor reads the pages."""
    Person.objects.filter(pk=actor.person_id or 0).update(language=language)


def _tell(person: Person, *, actor: Actor, title: str) -> None:
    """The person hears of it; of one with power the security administrators hear of it, too."""
    recipients = {person.pk}
    if any(grants_power(role) for role in roles_in_reach(person, on=today())):
        recipients |= set(people_with(permission=CHANGE_ROLES, today=today()).values_list("pk", flat=True))
    notify(
        person_ids=recipients - {actor.person_id},
        key=f"orgs.account-{new_id()}",
        title=title,
        body=inbox_text("如果不是本人要求的，请立即告知安全管理员。"),
        link=reverse("orgs:person", args=[person.pk]),
    )


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)
