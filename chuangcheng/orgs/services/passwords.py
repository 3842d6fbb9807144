"""Passwords: first ones that we make up, own ones that people choose, and the former ones not to be taken again."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import PasswordHistory, Person
from chuangcheng.orgs.policies import PASSWORD_DAYS, PASSWORDS_REMEMBERED

# Letters and figures that nobody takes for another when read from paper: no 0 o, 1 l i.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 3, 4  # 12 of 31 signs: 59 bits; our choice


class InvalidPassword(InvalidInput):
    """A password that breaks a rule; the message is the first one that it breaks."""


def made_up_password() -> str:
    """A random first password such as "k7mq-x2hd-9rtw", easy to read out and to type."""
    while True:
        groups = ["".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)]
        password = "-".join(groups)
        if any(sign.isdigit() for sign in password) and any(sign.isalpha() for sign in password):
            return password


def give_first_password(*, actor: Actor, person: Person) -> str:
    """A new first password, to be told to the person once; it lasts until they first sign in and choose their own.

    The caller has locked the person and checked what the actor may do.
    """
    password = made_up_password()
    _keep(person, password, must_change=True)
    audit.record(actor=actor, action="orgs.give_first_password", subject=person)
    return password


def choose_password(*, actor: Actor, person: Person, password: str) -> None:
    """Sets the password that the person has chosen. Raises InvalidPassword."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidPassword(error.messages[0]) from error
    _keep(person, password, must_change=False)
    audit.record(actor=actor, action="orgs.choose_password", subject=person)


def is_password_too_old(person: Person) -> bool:
    """True when passwords have a longest age and this one is past it."""
    days = PASSWORD_DAYS.on(today())
    if not days:
        return False
    since = person.password_changed_at or person.joined_at
    return since + timedelta(days=days) < now()


def _keep(person: Person, password: str, *, must_change: bool) -> None:
    moment = now()
    person.set_password(password)
    person.must_change_password = must_change
    person.password_changed_at = moment
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    PasswordHistory.objects.create(person=person, password=person.password, set_at=moment)
    kept = person.former_passwords.order_by("-set_at", "-pk").values("pk")[: PASSWORDS_REMEMBERED.on(today())]
    person.former_passwords.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


class NotOneOfTheLast:
    """Password rule: not the present one and none of those before it that are remembered."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises ValidationError when the person has had this password lately."""
        if user is not None and _has_had(user, password):
            raise ValidationError(gettext("不能使用最近用过的密码，请换一个。"), code="password_had_lately")

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        count = PASSWORDS_REMEMBERED.on(today())
        return gettext("不能与最近%(n)d次用过的密码相同。") % {"n": count}


def _has_had(person: Person, password: str) -> bool:
    if person._state.adding:
        return False
    count = PASSWORDS_REMEMBERED.on(today())
    former = person.former_passwords.order_by("-set_at", "-pk").values_list("password", flat=True)[:count]
    hashes = dict.fromkeys([person.password, *former])
    return any(check_password(password, had) for had in hashes)
